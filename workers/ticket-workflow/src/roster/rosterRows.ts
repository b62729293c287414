import type { Roster } from './readRoster.ts';

const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** The roster as rows of the roster_* tables, by table. Experts without a home cannot be sent anywhere and are left out. */
export function rosterRows({ territories, experts, products }: Roster) {
  const placed = experts.flatMap((expert) => (expert.home ? [{ ...expert, home: expert.home }] : []));
  const known = new Set(territories.map(({ id }) => id));
  return {
    roster_territory: territories.flatMap(({ id, name, center, postcodePrefixes }) =>
      center ? [{ id, name: name ?? id, lat: center.lat, lng: center.lng, postcode_prefixes: postcodePrefixes ?? [] }] : []),
    roster_product: products.map(({ id, name, category, visitMinutes, active }) =>
      ({ id, name: name ?? id, category: category ?? '', visit_minutes: visitMinutes ?? 60, active: active ?? true })),
    roster_product_skill: products.flatMap(({ id, requiredSkills }) => (requiredSkills ?? []).map(({ skill, level }) => ({ product_id: id, skill_id: skill.id, level }))),
    roster_expert: placed.map(({ id, name, active, home }) => ({ id, name: name ?? id, active: active ?? false, home_lat: home.lat, home_lng: home.lng })),
    roster_expert_skill: placed.flatMap(({ id, skills }) =>
      (skills ?? []).map(({ skill, level, verified, validUntil }) => ({ expert_id: id, skill_id: skill.id, level, verified, valid_until: validUntil }))),
    roster_expert_territory: placed.flatMap(({ id, territories: serves }) =>
      (serves ?? []).filter((territory) => known.has(territory.id)).map(({ id: territory_id, kind }) => ({ expert_id: id, territory_id, kind }))),
    roster_shift: placed.flatMap(({ id, shifts }) =>
      (shifts ?? []).map(({ weekday, start, end }) => ({ expert_id: id, weekday: weekdays.indexOf(weekday) + 1, start_minute: minuteOf(start), end_minute: minuteOf(end) }))),
    roster_time_off: placed.flatMap(({ id: expert_id, timeOff }) =>
      (timeOff ?? []).filter(({ status }) => status === 'APPROVED').map(({ id, start, end }) => ({ id, expert_id, starts_at: start, ends_at: end }))),
  };
}

export type RosterRows = ReturnType<typeof rosterRows>;

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
