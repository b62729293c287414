import { aTicket, hours, later, minutes, monday } from '../testing/builders.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import { evolve } from './evolve.ts';
import { resumeSla } from './resumeSla.ts';
import { arriveMinutesOf, slaOf, type SlaFacts } from './sla.ts';
import type { Priority } from './ticket.ts';

const at = (text: string): Date => new Date(`${text}+01:00`);
const of = (more: Partial<SlaFacts>) => slaOf(servicePolicy, { priority: 'P3', createdAt: monday, windows: [], planArriveMinutes: null, slaPauses: [], ...more });

test.each<[string, Priority, string, string, string]>([
  ['in the morning', 'P3', '2026-11-23T09:00', '2026-11-23T11:00', '2026-11-24T09:00'],
  ['before the shop opens', 'P3', '2026-11-23T06:30', '2026-11-23T10:00', '2026-11-23T18:00'],
  ['late on Friday', 'P3', '2026-11-27T17:30', '2026-11-30T09:30', '2026-11-30T17:30'],
  ['on Sunday', 'P2', '2026-11-29T12:00', '2026-11-30T08:30', '2026-11-30T16:00'],
  ['on Christmas Eve, before a holiday and a weekend', 'P4', '2026-12-24T16:00', '2026-12-28T10:00', '2026-12-30T16:00'],
  ['at night, when it cannot wait', 'P1', '2026-11-29T23:00', '2026-11-29T23:15', '2026-11-30T03:00'],
])('created %s (%s)', (_, priority, created, respondBy, arriveBy) =>
  expect(of({ priority, createdAt: at(created) })).toEqual({ respondBy: at(respondBy), arriveBy: at(arriveBy) }));

test('nobody can arrive before the customer is at home', () => {
  const first = { start: later(monday, hours(30)), end: later(monday, hours(34)) };
  expect(of({ priority: 'P1', windows: [{ start: later(monday, hours(50)), end: later(monday, hours(54)) }, first] }).arriveBy).toEqual(first.end);
  expect(of({ priority: 'P1', windows: [{ start: later(monday, hours(1)), end: later(monday, hours(2)) }] }).arriveBy).toEqual(later(monday, hours(4)));
});

test.each([
  ['none', null, [240, 480, 600, 1_800]],
  ['three days', 4_320, [720, 1_440, 1_800, 5_400]],
  ['a day', 1_440, [240, 480, 600, 1_800]],
  ['8 hours', 480, [192, 384, 480, 1_440]],
] as const)('plan with %s: the targets of the priorities keep their ratio', (_, planArriveMinutes, expected) =>
  expect((['P1', 'P2', 'P3', 'P4'] as const).map((priority) => arriveMinutesOf(servicePolicy, { priority, planArriveMinutes }))).toEqual(expected));

test('on hold the clocks stand still: what was left is left when it goes on, also after a second hold and another priority', () => {
  const held = aTicket().offeredTo('exp_1').nobodyHome().ticket;
  const left = held.arriveBy.getTime() - monday.getTime();
  const week = later(monday, 7 * hours(24));
  const [resumed] = resumeSla(held, servicePolicy, week);
  const going = evolve(held, resumed!);
  expect(going).toMatchObject({ slaPausedAt: null, arriveBy: later(week, left), respondBy: later(held.respondBy, 7 * hours(24)) });
  const heldAgain = { ...going, slaPausedAt: later(week, hours(1)) };
  const [again] = resumeSla(heldAgain, servicePolicy, later(week, hours(3)));
  expect(again!.arriveBy).toEqual(later(going.arriveBy, hours(2)));
  const urgent = slaOf(servicePolicy, { ...evolve(heldAgain, again!), priority: 'P1' });
  expect(urgent.arriveBy).toEqual(later(week, hours(4) + hours(2)));
  expect(resumeSla(going, servicePolicy, week)).toEqual([]);
});

test('a hold over the night and the weekend costs no working time', () => {
  const held = { ...aTicket({}, at('2026-11-27T17:00')).ticket, slaPausedAt: at('2026-11-27T18:00') };
  expect(resumeSla(held, servicePolicy, at('2026-11-30T08:00'))[0]).toMatchObject({ arriveBy: held.arriveBy, respondBy: held.respondBy });
  expect(resumeSla(held, servicePolicy, at('2026-11-30T08:30'))[0]!.arriveBy).toEqual(later(held.arriveBy, minutes(30)));
});
