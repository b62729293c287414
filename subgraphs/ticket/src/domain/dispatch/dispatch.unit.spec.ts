import { decideDispatch } from './decideDispatch.ts';
import { checkExpert } from './checkExpert.ts';
import { summaryOf } from './summary.ts';
import { aRequest, anExpert, at, berlin, bookingAt, east, policy } from './testing/roster.ts';
import type { DispatchRequest, RosterExpert } from './types.ts';

const now = at('08:00');
const decide = (experts: RosterExpert[], request: Partial<DispatchRequest> = {}) =>
  decideDispatch({ experts, request: aRequest(request), policy, now });
const ruleOf = (expert: Partial<RosterExpert>, request: Partial<DispatchRequest> = {}) => {
  const { chosen, rejected } = decide([anExpert(expert)], request);
  return chosen ? null : rejected[0]?.rule;
};

test('an expert who keeps every rule is chosen for the first slot, the way included', () => {
  const { chosen } = decide([anExpert({ home: east(7) })]);
  expect(chosen?.slot.travelMinutes).toBe(16);
  expect(chosen?.slot.startsAt).toEqual(at('09:16'));
  expect(chosen?.slot.blockedFrom).toEqual(at('09:00'));
  expect(chosen?.slot.blockedUntil).toEqual(at('10:16'));
});

test('a visit may last until leave begins, though the next booking lies after it', () => {
  const timeOff = [{ start: at('10:00'), end: at('12:00') }];
  const { chosen } = decide([anExpert({ timeOff, bookings: [{ ...bookingAt('14:00', '15:00'), location: east(7) }] })], { windows: [{ start: at('09:00'), end: at('12:00') }] });
  expect(chosen?.slot.startsAt).toEqual(at('09:00'));
});

describe('hard rules', () => {
  const window = { start: at('10:00'), end: at('12:00') };
  const cases: [string, Partial<RosterExpert>, Partial<DispatchRequest>?][] = [
    ['INACTIVE', { active: false }],
    ['SKILL_MISSING', { skills: [] }],
    ['SKILL_LEVEL', { skills: [{ skillId: 'skl_1', level: 1, validUntil: null }] }],
    ['SKILL_EXPIRED', { skills: [{ skillId: 'skl_1', level: 2, validUntil: at('07:00') }] }],
    ['SKILL_EXPIRED', { skills: [{ skillId: 'skl_1', level: 2, validUntil: at('10:30') }] }, { windows: [window] }],
    ['TERRITORY', { territories: [{ territoryId: 'ter_2', kind: 'PRIMARY' }] }],
    ['OFF_SHIFT', { shifts: [{ weekday: 1, startMinute: 13 * 60, endMinute: 17 * 60 }] }, { windows: [window] }],
    ['TIME_OFF', { timeOff: [{ start: at('09:00'), end: at('12:00') }] }, { windows: [window] }],
    ['OVERLAP', { bookings: [bookingAt('10:30', '11:30')] }, { windows: [window] }],
    ['TRAVEL_TOO_FAR', { home: east(42) }],
    ['DAILY_CAP', { bookings: [bookingAt('13:00', '20:30')] }, { windows: [window] }],
    ['OUTSIDE_WINDOW', {}, { windows: [{ start: at('06:00'), end: at('07:00') }] }],
    ['OUTSIDE_WINDOW', {}, { windows: [{ start: at('10:00'), end: at('10:30') }] }],
    ['COOL_DOWN', {}, { coolDowns: [{ expertId: 'exp_1', until: at('23:00') }] }],
    ['EXCLUDED', {}, { excludedExpertIds: ['exp_1'] }],
  ];
  test.each(cases)('%s', (...[rule, expert, request]) => expect(ruleOf(expert, request)).toBe(rule));

  test('what is over refuses nobody', () => {
    const coolDowns = [{ expertId: 'exp_1', until: at('07:59') }, { expertId: 'exp_2', until: at('23:00') }];
    expect(ruleOf({ timeOff: [{ start: at('01:00'), end: at('08:00') }] }, { coolDowns })).toBeNull();
  });
});

describe('between bookings', () => {
  test('the way is from the previous booking and to the next one', () => {
    const bookings = [bookingAt('09:00', '10:00', east(14)), bookingAt('14:00', '15:00', east(14))];
    const { chosen } = decide([anExpert({ bookings })], { windows: [{ start: at('10:00'), end: at('14:00') }] });
    expect(chosen?.slot.startsAt).toEqual(at('10:32'));
    expect(chosen?.slot.blockedUntil).toEqual(at('12:04'));
  });

  test('a gap that is too short for the way onward is not taken', () => {
    const bookings = [bookingAt('10:00', '10:30', berlin), bookingAt('11:45', '12:45', east(14))];
    const { chosen } = decide([anExpert({ bookings })], { windows: [{ start: at('10:00'), end: at('17:00') }] });
    expect(chosen?.slot.startsAt).toEqual(at('13:17'));
  });

  test('a buffer that a booking has already reserved is not reserved twice', () => {
    const previous = { ...bookingAt('09:00', '10:00', east(7)), blockedUntil: at('10:10') };
    const { chosen } = decide([anExpert({ bookings: [previous] })], { windows: [{ start: at('10:00'), end: at('12:00') }] });
    expect(chosen?.slot.startsAt).toEqual(at('10:16'));
    expect(chosen?.slot.blockedFrom).toEqual(at('10:10'));
  });
});

describe('who', () => {
  test('the nearer one; of two as near, the one idle for longer; of two alike, the first id', () => {
    expect(decide([anExpert({ id: 'exp_1', home: east(9) }), anExpert({ id: 'exp_2', home: east(3) })]).chosen?.expertId).toBe('exp_2');
    const noon = { windows: [{ start: at('12:00'), end: at('14:00') }] };
    expect(decide([anExpert({ id: 'exp_1', home: east(9) }), anExpert({ id: 'exp_2', home: east(3) })], noon).chosen?.expertId).toBe('exp_2');
    const rested = [anExpert({ id: 'exp_1', idleSince: at('07:00') }), anExpert({ id: 'exp_2', home: east(3) })];
    expect(decide(rested, noon).chosen?.expertId).toBe('exp_2');
    const busy = anExpert({ id: 'exp_1', idleSince: at('06:00') });
    expect(decide([busy, anExpert({ id: 'exp_2', idleSince: at('01:00') })]).chosen?.expertId).toBe('exp_2');
    expect(decide([anExpert({ id: 'exp_9' }), anExpert({ id: 'exp_3' })]).chosen?.expertId).toBe('exp_3');
  });

  test('the decision explains itself: terms that add up, runners-up in order, everyone else with a rule', () => {
    const experts = [anExpert({ id: 'exp_1', home: east(9) }), anExpert({ id: 'exp_2', home: east(3) }), anExpert({ id: 'exp_3', active: false })];
    const { chosen, runnersUp, rejected } = decide(experts);
    expect(chosen?.terms.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(chosen?.totalPenalty);
    expect(chosen?.terms.map(({ name }) => name)).toEqual(
      ['travel', 'lateness', 'wait', 'overQualification', 'secondaryTerritory', 'utilisation', 'fairness', 'recentRefusals', 'continuity']);
    expect(runnersUp.map(({ expertId }) => expertId)).toEqual(['exp_1']);
    expect(rejected).toEqual([{ expertId: 'exp_3', rule: 'INACTIVE', detail: expect.any(String) }]);
  });
});

describe('what counts', () => {
  const noon = { windows: [{ start: at('12:00'), end: at('14:00') }] };
  const minutesOf = (name: string, expert: Partial<RosterExpert>, request: Partial<DispatchRequest> = noon) =>
    decide([anExpert(expert)], request).chosen?.terms.find((term) => term.name === name)?.minutes;
  const skill = (skillId: string, level: number) => ({ skillId, level, validUntil: null });

  test.each<[string, number, Partial<RosterExpert>, Partial<DispatchRequest>?]>([
    ['travel', 16, { home: east(7) }],
    ['lateness', 0, {}, { ...noon, arriveBy: at('12:00') }],
    ['lateness', 60, {}, { ...noon, arriveBy: at('11:30') }],
    ['lateness', 240, {}, { ...noon, arriveBy: at('11:30'), priority: 'P1' }],
    ['wait', 0, {}],
    ['wait', 15, {}, { windows: [{ start: at('08:00'), end: at('14:00') }] }],
    ['overQualification', 4, { skills: [skill('skl_1', 3)] }],
    ['overQualification', 2, { skills: [skill('skl_1', 2), skill('skl_2', 3), skill('skl_3', 1)] }],
    ['secondaryTerritory', 15, { territories: [{ territoryId: 'ter_1', kind: 'SECONDARY' }] }],
    ['utilisation', 5, { bookings: [bookingAt('16:00', '18:00')] }],
    ['utilisation', 0, { bookings: [{ ...bookingAt('16:00', '18:00'), startsAt: at('16:00', 24), endsAt: at('18:00', 24) }] }],
    ['fairness', 28, { idleSince: at('06:00') }],
    ['fairness', 0, { idleSince: null }],
    ['recentRefusals', 15, { recentRefusals: 3 }],
    ['continuity', 0, {}, { ...noon, servedBy: ['exp_1'] }],
    ['continuity', 10, {}, { ...noon, servedBy: ['exp_2'] }],
  ])('%s is %d', (...[name, minutes, expert, request]) => expect(minutesOf(name, expert, request)).toBe(minutes));

  test('a weight of nothing takes a term out', () => {
    const weights = { ...policy.weights, travel: 0 };
    const { chosen } = decideDispatch({ experts: [anExpert({ home: east(7) })], request: aRequest(noon), policy: { ...policy, weights }, now });
    expect(chosen?.totalPenalty).toBe(0);
  });
});

test('a manager hears every rule that an assignment would break', () => {
  const expert = anExpert({ skills: [], shifts: [], bookings: [bookingAt('10:30', '11:30')] });
  const { broken, slot } = checkExpert({ expert, request: aRequest(), policy, now, start: at('11:00') });
  expect(broken.map(({ rule }) => rule)).toEqual(['SKILL_MISSING', 'OFF_SHIFT', 'OVERLAP']);
  expect(slot.endsAt).toEqual(at('12:00'));
  expect(checkExpert({ expert: anExpert(), request: aRequest(), policy, now, start: at('11:00') }).broken).toEqual([]);
});

test('rejections are added up for a person', () => {
  const rules = ['SKILL_MISSING', 'OVERLAP', 'SKILL_MISSING', 'TIME_OFF', 'SKILL_MISSING', 'OVERLAP'] as const;
  expect(summaryOf(rules.map((rule) => ({ rule })))).toBe('3 lack the skill, 2 are booked, 1 is on leave');
  expect(summaryOf([])).toBe('nobody serves this place');
});
