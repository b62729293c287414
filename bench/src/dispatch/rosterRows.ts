import type { World } from '../../../simulation/src/world/world.ts';

/** A business as rows of the roster_* tables, by table, parents first. */
export function rosterRows({ territories, experts, products }: World): [table: string, rows: Record<string, unknown>[]][] {
  const ofExperts = <Row>(rowsOf: (expert: World['experts'][number]) => Row[]) => experts.flatMap(rowsOf);
  return [
    ['roster_territory', territories.map(({ id, name, lat, lng, prefixes }) => ({ id, name, lat, lng, postcode_prefixes: prefixes }))],
    ['roster_product', [...products.values()].map(({ id, name, category, visitMinutes }) => ({ id, name, category, visit_minutes: visitMinutes, active: true, skills_known: true }))],
    ['roster_product_skill', [...products.values()].flatMap(({ id, needs }) => needs.map(({ skill, level }) => ({ product_id: id, skill_id: skill.id, level })))],
    ['roster_expert', ofExperts(({ id, active, home, timeZone }) => [{ id, name: id, active, home_lat: home.lat, home_lng: home.lng, time_zone: timeZone }])],
    ['roster_expert_skill', ofExperts(({ id, skills }) => skills.map(({ skillId, level, validUntil }) => ({ expert_id: id, skill_id: skillId, level, verified: true, valid_until: validUntil })))],
    ['roster_expert_territory', ofExperts(({ id, territories: serves }) => serves.map(({ territoryId, kind }) => ({ expert_id: id, territory_id: territoryId, kind })))],
    ['roster_shift', ofExperts(({ id, shifts }) => shifts.map(({ weekday, startMinute, endMinute }) => ({ expert_id: id, weekday, start_minute: startMinute, end_minute: endMinute })))],
    ['roster_time_off', ofExperts(({ id, timeOff }) => timeOff.map(({ start, end }, n) => ({ id: `${id}-${n}`, expert_id: id, starts_at: start, ends_at: end })))],
  ];
}
