import fc from '@sysops-squad/chassis/testing/properties';
import { shiftIntervals } from '../../../../subgraphs/ticket/src/domain/dispatch/intervals.ts';
import { anExpert } from '../../../../subgraphs/ticket/src/domain/dispatch/testing/roster.ts';
import type { RosterExpert } from '../../../../subgraphs/ticket/src/domain/dispatch/types.ts';
import { openDesk, type Desk } from '../testing/desk.ts';
import { aWorld } from '../testing/world.ts';
import { inShift } from './brokenOffers.ts';

let desk: Desk;
beforeAll(async () => (desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `broken${process.pid}` }, aWorld([]))));
afterAll(() => desk.close());

const MINUTE = 60_000;
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kolkata'];
const shift = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 30 }))
  .map(([weekday, start, length]) => ({ weekday, startMinute: start * 30, endMinute: Math.min(1_440, (start + length) * 30) }));
const shifts = fc.uniqueArray(shift, { minLength: 5, maxLength: 20, selector: ({ weekday, startMinute }) => `${weekday} ${startMinute}` });
const visit = fc.tuple(fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-06-01'), fc.integer({ min: -30, max: 120 }), fc.integer({ min: 1, max: 10 }))
  .map(([day, start, length]) => ({ from: Date.parse(day) + start * 15 * MINUTE, until: Date.parse(day) + (start + length) * 15 * MINUTE }));

test('the database and dispatch say the same of every visit, around changes of clock too', async () => {
  const experts: RosterExpert[] = fc.sample(shifts, { numRuns: 60, seed: 20_261_201 }).map((worked, n) => anExpert({ id: `exp_${n}`, timeZone: zones[n % zones.length]!, shifts: worked }));
  const visits = experts.flatMap((expert, n) => fc.sample(visit, { numRuns: 60, seed: n }).map((one) => ({ expert, ...one })));
  await desk.sql(`INSERT INTO roster_expert (id, name, active, home_lat, home_lng, time_zone) VALUES ${experts.map(({ id, timeZone }) => `('${id}', '${id}', true, 0, 0, '${timeZone}')`).join()}`);
  await desk.sql(`INSERT INTO roster_shift VALUES ${experts.flatMap(({ id, shifts: worked }) => worked.map(({ weekday, startMinute, endMinute }) => `('${id}', ${weekday}, ${startMinute}, ${endMinute})`)).join()}`);
  const rows = visits.map(({ expert, from, until }, n) => `(${n}, '${expert.id}', '${new Date(from).toISOString()}'::timestamptz, '${new Date(until).toISOString()}'::timestamptz)`);
  const said = await desk.sql<{ inside: boolean }>(`SELECT (${inShift}) AS inside FROM (VALUES ${rows.join()}) AS o(n, expert_id, starts_at, ends_at) JOIN roster_expert e ON e.id = o.expert_id ORDER BY n`);
  const decided = visits.map(({ expert, from, until }) => shiftIntervals(expert, { from, until }).some((one) => one.from <= from && until <= one.until));
  expect(decided.filter(Boolean).length).toBeGreaterThan(200);
  expect(visits.map((one, n) => ({ ...one, inside: said[n]!.inside })).filter(({ inside }, n) => inside !== decided[n])).toEqual([]);
});
