import { buckets, type Visit } from './day/log.ts';
import { migratedPolicy } from './policy.ts';
import { HOUR } from './world/calendar.ts';
import { simulate, type Result, type Wish } from './simulate.ts';

// Few experts for many tickets, so that every rule is needed.
const wish: Wish = {
  seed: 3, days: 1, regime: ['fault', 'backlog'], strategy: ['batch', 'greedy', 'nearest', 'monolith'], customers: 600, experts: 288, tickets: 80, batchMs: 60_000, policy: migratedPolicy(),
};
const results = simulate(wish);
const each = results.map((result) => [`${result.regime.name}, ${result.strategy}`, result] as const);
const ours = each.filter(([, { strategy }]) => strategy !== 'monolith');
const monolith = each.filter(([, { strategy }]) => strategy === 'monolith');

test('the same wish gives the same figures, another seed others', () => {
  const figures = (of: Result[]) => of.map(({ days }) => days);
  const again = { ...wish, regime: ['fault'] };
  expect(figures(simulate(again))).toEqual(figures(results).slice(0, 4));
  expect(figures(simulate({ ...again, strategy: ['greedy'], seed: 4 }))[0]).not.toEqual(figures(results)[1]);
});

test('every strategy meets the same tickets', () => {
  const asked = (result: Result) => result.example.log.lives.map(({ demand }) => demand);
  for (const result of results) expect(asked(result)).toEqual(asked(results.find(({ regime }) => regime === result.regime)!));
});

test.each(each)('%s: every ticket ends in exactly one place', (_, { days, example }) => {
  const measured = example.log.lives.filter(({ demand }) => demand.measured);
  expect(measured).toHaveLength(days[0]!.tickets);
  expect(buckets.reduce((sum, bucket) => sum + days[0]![bucket], 0)).toBe(days[0]!.tickets);
});

test.each(each)('%s: whoever is fixed was visited, whoever cancelled was not fixed', (_, { example: { log } }) => {
  for (const { bucket, visits } of log.lives) {
    expect(visits.some(({ outcome }) => outcome === 'FIXED')).toBe(bucket === 'FIXED');
  }
});

test.each(each)('%s: nobody does two things at a time', (_, { example: { log } }) => {
  for (const ofOne of Map.groupBy(log.visits, ({ expertId }) => expertId).values()) {
    const inOrder = [...ofOne].sort((a: Visit, b: Visit) => a.leftAt - b.leftAt);
    inOrder.slice(1).forEach((visit, n) => expect(visit.leftAt).toBeGreaterThanOrEqual(inOrder[n]!.endedAt));
  }
});

test.each(ours)('%s: nobody without the skills is even asked, and nobody is booked twice', (_, { days, example: { log } }) => {
  expect(log.assignments.length).toBeGreaterThan(100);
  expect(log.assignments.filter(({ skilled }) => !skilled)).toEqual([]);
  expect(days[0]).toMatchObject({ wrongExperts: 0, doubleBookings: 0 });
});

test.each(ours)('%s: nobody is asked again within a day for a visit that they have refused', (_, { example: { log } }) => {
  const refused = log.assignments.filter(({ acceptedAt }) => acceptedAt === null);
  expect(refused.length).toBeGreaterThan(10);
  const asked = Map.groupBy(log.assignments, ({ ticketId, visitNumber, expertId }) => `${ticketId} ${visitNumber} ${expertId}`);
  const pauses = [...asked.values()].flatMap((ofOne) => ofOne.slice(1).map(({ madeAt }, n) => madeAt - ofOne[n]!.releasedAt!));
  expect(pauses.filter((pause) => pause < wish.policy.coolDownHours * HOUR)).toEqual([]);
});

test('the monolith sometimes has two customers wait for the same expert', () => {
  expect(monolith.reduce((sum, [, { days }]) => sum + days[0]!.doubleBookings, 0)).toBeGreaterThan(0);
});

test.each(monolith)('%s: sends the wrong expert and leaves tickets in limbo', (_, { days: [day] }) => {
  expect(day!.wrongExperts).toBeGreaterThan(day!.tickets / 3);
  expect(day!.LIMBO).toBeGreaterThan(0);
  expect(day!.UNFIXED).toBeGreaterThan(0);
});
