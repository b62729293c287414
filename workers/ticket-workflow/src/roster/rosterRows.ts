import { isTimeZone } from '@sysops-squad/chassis/timeZone';
import type { Roster } from './readRoster.ts';
import type { ExpertNode } from './rosterQueries.ts';

const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** The roster as rows of the roster_* tables, by table: only what could be read. */
export function rosterRows({ territories, experts, products }: Roster) {
  const readable = experts.filter(isWhole);
  const known = new Set(territories.map(({ id }) => id));
  return {
    roster_territory: territories.flatMap(({ id, name, center, postcodePrefixes }) =>
      center ? [{ id, name: name ?? id, lat: center.lat, lng: center.lng, postcode_prefixes: postcodePrefixes ?? [] }] : []),
    roster_product: products.map(({ id, name, category, visitMinutes, active, requiredSkills }) =>
      ({ id, name: name ?? id, category: category ?? '', visit_minutes: visitMinutes ?? 60, active: active ?? true, skills_known: requiredSkills !== null })),
    roster_product_skill: products.flatMap(({ id, requiredSkills }) => (requiredSkills ?? []).map(({ skill, level }) => ({ product_id: id, skill_id: skill.id, level }))),
    roster_expert: readable.map(({ id, name, active, home, timeZone }) => ({ id, name: name ?? id, active, home_lat: home.lat, home_lng: home.lng, time_zone: timeZone })),
    roster_expert_skill: readable.flatMap(({ id, skills }) =>
      skills.map(({ skill, level, verified, validUntil }) => ({ expert_id: id, skill_id: skill.id, level, verified, valid_until: validUntil }))),
    roster_expert_territory: readable.flatMap(({ id, territories: serves }) =>
      serves.flatMap(({ territory, kind }) =>
        (territory && known.has(territory.id) ? [{ expert_id: id, territory_id: territory.id, kind }] : []))),
    roster_shift: readable.flatMap(({ id, shifts }) =>
      shifts.map(({ weekday, start, end }) => ({ expert_id: id, weekday: weekdays.indexOf(weekday) + 1, start_minute: minuteOf(start), end_minute: minuteOf(end) }))),
    roster_time_off: readable.flatMap(({ id: expert_id, timeOff }) =>
      timeOff.filter(({ status }) => status === 'APPROVED').map(({ id, start, end }) => ({ id, expert_id, starts_at: start, ends_at: end }))),
  };
}
export type RosterRows = ReturnType<typeof rosterRows>;

/** Ids of what is there and could not be read: the replica keeps what it knows of them, which for a newcomer is nothing. */
export type Unread = { experts: string[]; products: string[] };

export const unreadIn = ({ experts, products }: Roster): Unread => ({
  experts: experts.filter((expert) => !isWhole(expert)).map(({ id }) => id),
  products: products.filter(({ requiredSkills }) => requiredSkills === null).map(({ id }) => id),
});

type WholeExpert = { [Part in keyof ExpertNode]: Part extends 'name' ? ExpertNode[Part] : NonNullable<ExpertNode[Part]> };

/** Half an expert is none: without skills they would be sent nowhere, without time off they would be sent while on leave, without a clock at night. */
const isWhole = (expert: ExpertNode): expert is WholeExpert =>
  [expert.active, expert.home, expert.skills, expert.territories, expert.shifts, expert.timeOff].every((part) => part !== null) && isTimeZone(expert.timeZone ?? '');

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
