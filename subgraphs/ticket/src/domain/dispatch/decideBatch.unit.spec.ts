import fc from '@sysops-squad/chassis/testing/properties';
import { decideBatch } from './decideBatch.ts';
import { decideDispatch } from './decideDispatch.ts';
import { aRequest, anExpert, at, east, policy } from './testing/roster.ts';
import type { DispatchDecision, DispatchRequest, RosterExpert } from './types.ts';

const now = at('08:07');
const batch = (experts: RosterExpert[], requests: DispatchRequest[]) => decideBatch({ experts, requests, policy, now });
const chosenOf = (decisions: DispatchDecision[]) => decisions.map(({ chosen }) => chosen?.expertId ?? null);
const noon = [{ start: at('12:00'), end: at('13:30') }];
const request = (n: number, more: Partial<DispatchRequest> = {}) => aRequest({ ticketId: `tic_${n}`, windows: noon, ...more });

test('the second best for one where the whole is better for it, and the decision says whose sake it was for', () => {
  // One after the other, tic_1 would take exp_1, who alone is near tic_2.
  const experts = [anExpert({ id: 'exp_1', home: east(10) }), anExpert({ id: 'exp_2', home: east(-2) })];
  const requests = [request(1, { location: east(5) }), request(2, { location: east(30) })];
  const [first, second] = batch(experts, requests);
  expect(chosenOf([first!, second!])).toEqual(['exp_2', 'exp_1']);
  expect(first!.runnersUp).toEqual([expect.objectContaining({ expertId: 'exp_1', neededBy: 'tic_2' })]);
  expect(first!.runnersUp[0]!.totalPenalty).toBeLessThan(first!.chosen!.totalPenalty);
  expect(decideDispatch({ experts, request: requests[0]!, policy, now }).chosen?.expertId).toBe('exp_1');
});

test('two neighbours are served by one expert after the other, not by a second one from far away', () => {
  const experts = [anExpert({ id: 'exp_1' }), anExpert({ id: 'exp_2', home: east(38) })];
  const decisions = batch(experts, [request(1, { windows: [] }), request(2, { windows: [] })]);
  expect(chosenOf(decisions)).toEqual(['exp_1', 'exp_1']);
  expect(decisions[1]!.chosen!.slot.startsAt >= decisions[0]!.chosen!.slot.endsAt).toBe(true);
});

test('one expert, two tickets for the same hour: the more urgent one; the other hears that the expert is booked', () => {
  const decisions = batch([anExpert()], [request(1, { priority: 'P3' }), request(2, { priority: 'P1' })]);
  expect(chosenOf(decisions)).toEqual([null, 'exp_1']);
  expect(decisions[0]!.rejected).toEqual([expect.objectContaining({ expertId: 'exp_1', rule: 'OVERLAP' })]);
});

const experts = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }).chain((ids) =>
  fc.tuple(...ids.map((id) => fc.record({ home: fc.integer({ min: 0, max: 45 }).map(east), idleSince: fc.constantFrom(null, at('06:00')) }).map((more) => anExpert({ id: `exp_${id}`, ...more })))));
const requests = fc.array(fc.record({
  location: fc.integer({ min: 0, max: 45 }).map(east), priority: fc.constantFrom('P1' as const, 'P3' as const),
  windows: fc.constantFrom([], noon, [{ start: at('09:00'), end: at('11:00') }]),
}), { minLength: 1, maxLength: 5 }).map((all) => all.map((more, n) => request(n, more)));

const unserved = { P1: 4_000_000, P2: 3_000_000, P3: 2_000_000, P4: 1_000_000 };
const cost = (decisions: DispatchDecision[], asked: DispatchRequest[]) =>
  decisions.reduce((sum, { chosen }, n) => sum + (chosen?.totalPenalty ?? unserved[asked[n]!.priority]), 0);

function oneByOne(roster: readonly RosterExpert[], asked: DispatchRequest[]): DispatchDecision[] {
  const decided = new Map<string, DispatchDecision>();
  let all = [...roster];
  for (const next of [...asked].sort((a, b) => (a.priority + a.ticketId < b.priority + b.ticketId ? -1 : 1))) {
    const decision = decideDispatch({ experts: all, request: next, policy, now });
    decided.set(next.ticketId, decision);
    all = all.map((one) => (one.id === decision.chosen?.expertId ? { ...one, bookings: [...one.bookings, { ...decision.chosen.slot, location: next.location }] } : one));
  }
  return asked.map(({ ticketId }) => decided.get(ticketId)!);
}

test('never worse than one after the other; the order of the input changes nothing; nobody is booked twice at a time', () => {
  fc.assert(fc.property(experts, requests, (roster, asked) => {
    const decisions = batch(roster, asked);
    expect(cost(decisions, asked)).toBeLessThanOrEqual(cost(oneByOne(roster, asked), asked));
    expect(batch(roster.toReversed(), asked.toReversed()).toReversed()).toEqual(decisions);
    const slots = decisions.flatMap(({ chosen }) => chosen ?? []).sort((a, b) => +a.slot.blockedFrom - +b.slot.blockedFrom);
    slots.forEach((a, n) => slots.slice(n + 1).forEach((b) => expect(a.expertId !== b.expertId || a.slot.blockedUntil <= b.slot.blockedFrom).toBe(true)));
  }), { numRuns: 300 });
});
