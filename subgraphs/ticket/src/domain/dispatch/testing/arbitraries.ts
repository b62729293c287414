import fc from '@sysops-squad/chassis/testing/properties';
import { MINUTE, type Booking, type DispatchRequest, type RosterExpert } from '../types.ts';
import { aRequest, anExpert, at, east } from './roster.ts';

export const now = at('08:07');
export const clock = (minute: number): Date => new Date(+at('00:00') + minute * MINUTE);

export const place = fc.integer({ min: 0, max: 45 }).map(east);
const span = (longest: number) =>
  fc.tuple(fc.integer({ min: 0, max: 2 * 1440 }), fc.integer({ min: 15, max: longest })).map(([from, length]) => ({ start: clock(from), end: clock(from + length) }));

/** Bookings as the rules themselves would have made them: one after the other, each with the way to it. */
const bookings = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 15, max: 120 }), fc.integer({ min: 0, max: 40 }), place), { maxLength: 5 }).map((parts) => {
  let free = 8 * 60;
  return parts.map(([gap, length, buffer, location]): Booking => {
    const from = free + gap;
    free = from + buffer + length;
    return { startsAt: clock(from + buffer), endsAt: clock(free), blockedFrom: clock(from), blockedUntil: clock(free), location };
  });
});

export const expert = (id: string) => fc.record({
  id: fc.constant(id),
  active: fc.boolean().map((sleeps) => !sleeps || id > 'exp_3'),
  home: place,
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'),
  skills: fc.subarray([{ skillId: 'skl_1', level: 2, validUntil: null }, { skillId: 'skl_2', level: 1, validUntil: clock(2 * 1440) }, { skillId: 'skl_3', level: 3, validUntil: null }]),
  territories: fc.constantFrom('ter_1', 'ter_1', 'ter_2').chain((territoryId) => fc.constantFrom('PRIMARY' as const, 'SECONDARY' as const).map((kind) => [{ territoryId, kind }])),
  shifts: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 60, max: 600 })).map(
    ([weekday, startMinute, length]) => ({ weekday, startMinute, endMinute: Math.min(1440, startMinute + length) })), { maxLength: 3 }),
  timeOff: fc.array(span(300), { maxLength: 2 }),
  bookings,
  idleSince: fc.option(fc.integer({ min: 0, max: 3000 }).map((minutes) => new Date(+now - minutes * MINUTE))),
  recentRefusals: fc.integer({ min: 0, max: 3 }),
}).map((value): RosterExpert => anExpert(value));

export const experts = fc.tuple(...['exp_1', 'exp_2', 'exp_3', 'exp_4', 'exp_5'].map(expert));

export const request = fc.record({
  location: place,
  windows: fc.array(span(600), { maxLength: 3 }),
  visitMinutes: fc.integer({ min: 15, max: 150 }),
  requiredSkills: fc.subarray([{ skillId: 'skl_1', level: 2 }, { skillId: 'skl_2', level: 1 }], { minLength: 1 }),
  coolDowns: fc.subarray([{ expertId: 'exp_2', until: at('20:00') }, { expertId: 'exp_4', until: at('07:00') }]),
  servedBy: fc.subarray(['exp_1', 'exp_3']),
  arriveBy: fc.integer({ min: 9 * 60, max: 3 * 1440 }).map(clock),
  priority: fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const, 'P4' as const),
}).map((value): DispatchRequest => aRequest(value));
