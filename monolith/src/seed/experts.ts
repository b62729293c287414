import { seededId } from '../ids.ts';
import { products } from '../catalogue/products.ts';
import { territories } from '../catalogue/territories.ts';
import type { Territory } from '../catalogue/territories.ts';
import { randomStream } from './random.ts';
import type { Random } from './random.ts';
import { DAY, iso } from './calendar.ts';
import { demoExpertise, expertiseOf } from './expertSkills.ts';
import type { Expertise } from './expertSkills.ts';
import { demoPhone, personName } from './people.ts';

export type Shift = { weekday: number; start: string; end: string };
export type TimeOff = { id: string; start: string; end: string; reason: string; status: 'APPROVED' };
export type Expert = {
  id: string; name: string; phone: string; territory: Territory; secondary: string[]; lat: number; lng: number;
  active: boolean; timeZone: string; shifts: Shift[]; timeOff: TimeOff[]; maxDailyMinutes: number; expertise: Expertise[];
};

/** So many are needed for every product to have three experts in every territory. */
export const FEWEST_EXPERTS = 288;

const week = (days: number[], start: string, end: string): Shift[] => days.map((weekday) => ({ weekday, start, end }));
const GERMANY = 'Europe/Berlin';
const usual = week([1, 2, 3, 4, 5], '08:00', '17:00');
const late = week([1, 2, 3, 4, 5], '12:00', '21:00');
const weekendCrews = [week([2, 3, 4, 6, 7], '08:00', '17:00'), week([1, 2, 5, 6, 7], '08:00', '17:00'), week([3, 4, 5, 6, 7], '12:00', '21:00')];

export function seedExperts(count: number, today: number): Expert[] {
  const random = randomStream('experts');
  return Array.from({ length: count }, (_, n) => (n === 0 ? demoExpert() : expert(n, today, random)));
}

function demoExpert(): Expert {
  const berlin = territories[0]!;
  return {
    id: seededId('exp', 1), name: 'Erika Berger', phone: demoPhone(3), territory: berlin, secondary: [], lat: berlin.lat, lng: berlin.lng,
    active: true, timeZone: GERMANY, shifts: week([1, 2, 3, 4, 5, 6, 7], '06:00', '22:00'), timeOff: [], maxDailyMinutes: 960, expertise: demoExpertise(),
  };
}

function expert(n: number, today: number, random: Random): Expert {
  const territory = territories[n % territories.length]!;
  const round = Math.floor(n / (territories.length * 6));
  return {
    id: seededId('exp', n + 1), name: personName(random), phone: `+49170${String(1_000_000 + n)}`, territory,
    secondary: territory.neighbours.filter(() => random.chance(0.5)),
    lat: round6(territory.lat + (random.fraction() - 0.5) * 0.2), lng: round6(territory.lng + (random.fraction() - 0.5) * 0.3),
    // The first rounds are the guaranteed cover and stay at work.
    active: round < 4 || random.chance(0.95),
    timeZone: GERMANY,
    shifts: random.chance(0.15) ? late : random.chance(0.4) ? random.pick(weekendCrews) : usual,
    timeOff: random.chance(0.1) ? [holiday(n, today, random)] : [],
    maxDailyMinutes: 480, expertise: expertiseOf(n, today, random),
  };
}

const round6 = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

function holiday(n: number, today: number, random: Random): TimeOff {
  const start = today + random.between(-60, 60) * DAY;
  const end = start + random.between(2, 14) * DAY;
  return { id: seededId('tof', n + 1), start: iso(start), end: iso(end), reason: random.pick(['Holiday', 'Training', 'Parental leave']), status: 'APPROVED' };
}

/** Who may do which product where, by the rules that the monolith itself never checked. */
export function qualifiedExperts(experts: readonly Expert[], today: number): (territoryId: string, productId: string) => Expert[] {
  const found = new Map<string, Expert[]>();
  for (const person of experts.filter(({ active }) => active)) {
    for (const product of products.filter(({ needs }) => needs.every((need) => has(person, need, today)))) {
      const key = `${person.territory.id}:${product.id}`;
      found.set(key, [...(found.get(key) ?? []), person]);
    }
  }
  return (territoryId, productId) => found.get(`${territoryId}:${productId}`) ?? [];
}

function has(expert: Expert, need: { skill: { id: string }; level: number }, today: number): boolean {
  return expert.expertise.some(({ skill, level, verified, validUntil }) =>
    skill.id === need.skill.id && level >= need.level && verified && (validUntil === null || Date.parse(validUntil) > today + 60 * DAY));
}

export function expertRows(experts: readonly Expert[], profileOf: (expertId: string) => string, createdAt: string) {
  return experts.map((expert) => ({
    id: expert.id, profile_id: profileOf(expert.id), location_id: expert.territory.id, secondary_location_ids: expert.secondary,
    home_lat: expert.lat, home_lng: expert.lng, active: expert.active, time_zone: expert.timeZone, shifts: expert.shifts, time_off: expert.timeOff,
    max_daily_minutes: expert.maxDailyMinutes, created_at: createdAt,
  }));
}
