import fc from '@sysops-squad/chassis/testing/properties';
import { aTicket, anOffer, hours, later, minutes, monday } from '../testing/builders.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import { acceptOffer } from './acceptOffer.ts';
import { arriveOnSite } from './arriveOnSite.ts';
import { assignTicket } from './assignTicket.ts';
import { cancelTicket } from './cancelTicket.ts';
import { cannotArrive } from './cannotArrive.ts';
import { closeTicket } from './closeTicket.ts';
import { completeVisit } from './completeVisit.ts';
import { isRefusal } from './decision.ts';
import type { Decision } from './decision.ts';
import { evolve } from './evolve.ts';
import { expireOffer } from './expireOffer.ts';
import { lifeCycle } from './lifeCycle.ts';
import type { Action } from './lifeCycle.ts';
import { markNeedsAttention } from './markNeedsAttention.ts';
import { placeOffer } from './placeOffer.ts';
import { recordEntitlement } from './recordEntitlement.ts';
import { refuseOffer } from './refuseOffer.ts';
import { startTravel } from './startTravel.ts';
import { isOpen, statuses } from './status.ts';
import type { Status } from './status.ts';
import { liveOffer, openVisitOf } from './ticket.ts';
import type { Ticket } from './ticket.ts';
import { updateTicket } from './updateTicket.ts';
import { withdrawOffer } from './withdrawOffer.ts';

type Step = { action: Action; choice: number; wait: number };
const offerIdOf = (ticket: Ticket) => ticket.offer?.id ?? 'off_none';
const visitIdOf = (ticket: Ticket) => ticket.visit?.id ?? 'vis_none';
const window = (now: Date, n: number) => ({ start: later(now, hours(24 * n)), end: later(now, hours(24 * n + 4)) });

/** Each action as somebody could send it at random; `choice` varies its content. */
const actions: Record<Action, (ticket: Ticket, now: Date, choice: number) => Decision> = {
  recordEntitlement: (ticket, now) => recordEntitlement(ticket, { contractId: 'con_1', location: null, planArriveMinutes: 1_440 }, now, servicePolicy),
  markNeedsAttention: (ticket, now, n) => markNeedsAttention(ticket, { reason: n % 2 ? 'NO_EXPERT' : 'NOT_COVERED', summary: `${n}` }, now),
  placeOffer: (ticket, now, n) => placeOffer(ticket, anOffer({ offerId: `off_${ticket.version}`, expertId: `exp_${n % 3}`, startsAt: later(now, hours(n + 1)), at: now }), now),
  acceptOffer: (ticket, now) => acceptOffer(ticket, { offerId: offerIdOf(ticket) }, now),
  refuseOffer: (ticket, now) => refuseOffer(ticket, { offerId: offerIdOf(ticket), reason: 'TOO_FAR', note: null }, now),
  expireOffer: (ticket, now) => expireOffer(ticket, { offerId: offerIdOf(ticket) }, later(now, minutes(11))),
  assignTicket: (ticket, now, n) => assignTicket(ticket, { ...anOffer({ offerId: `off_${ticket.version}m`, startsAt: later(now, hours(n + 1)), at: now }), reason: 'I know better.', managerId: 'usr_4', brokenRules: n % 5 ? [] : ['OVERLAP'] }, now, servicePolicy),
  updateTicket: (ticket, now, n) => updateTicket(ticket, { description: n % 2 ? `text ${n}` : null, priority: n % 3 ? (['P1', 'P2', 'P4'] as const)[n % 3]! : null, windows: n % 2 ? null : [window(now, n + 1)], product: n % 7 ? null : { id: `prd_${n}`, name: '' } }, now, servicePolicy),
  withdrawOffer: (ticket, now) => withdrawOffer(ticket, { offerId: offerIdOf(ticket), broken: [{ rule: 'TIME_OFF', detail: 'is on leave then' }] }, now),
  cannotArrive: (ticket, now) => cannotArrive(ticket, { visitId: visitIdOf(ticket), reason: 'The car does not start.' }, now),
  startTravel: (ticket, now) => startTravel(ticket, { visitId: visitIdOf(ticket) }, now, servicePolicy),
  arriveOnSite: (ticket, now) => arriveOnSite(ticket, { visitId: visitIdOf(ticket) }, now, servicePolicy),
  completeVisit: (ticket, now, n) => completeVisit(ticket, { visitId: visitIdOf(ticket), outcome: (['FIXED', 'FOLLOW_UP_NEEDED', 'NO_ENTRY'] as const)[n % 3]!, notes: null, article: null }, now, servicePolicy),
  cancelTicket: (ticket, now) => cancelTicket(ticket, { reason: 'Not needed any more.' }, now),
  closeTicket: (ticket, now) => closeTicket(ticket, { rating: 5 }, now),
};

const beginnings = [() => aTicket(), () => aTicket().offeredTo('exp_1').accepted(), () => aTicket().offeredTo('exp_1').onSite(), () => aTicket().offeredTo('exp_1').nobodyHome()];

const leadsTo = (action: Action, from: Status): readonly Status[] => (lifeCycle[action].leads as Partial<Record<Status, readonly Status[]>>)[from] ?? [];

function mustAgree(ticket: Ticket): void {
  const live = liveOffer(ticket);
  const wanted = { OFFERED: ['OFFERED', 'PROPOSED'], ACCEPTED: ['ACCEPTED', 'SCHEDULED'], EN_ROUTE: ['ACCEPTED', 'EN_ROUTE'], ON_SITE: ['ACCEPTED', 'ON_SITE'] }[ticket.status as string];
  expect(live ? [live.status, ticket.visit!.status] : undefined).toEqual(wanted);
  expect(ticket.attention !== null).toBe(ticket.status === 'NEEDS_ATTENTION');
  if (!isOpen(ticket.status)) expect(openVisitOf(ticket)).toBeNull();
  if (live) expect(ticket.visit).toMatchObject({ id: live.visitId, expertId: live.expertId, scheduledStart: live.startsAt, scheduledEnd: live.endsAt });
}

test('no path of random actions leaves the table, loses an expert or forgets a transition', () => {
  const reached = new Set<string>();
  const step = fc.record({ action: fc.constantFrom(...(Object.keys(actions) as Action[])), choice: fc.nat(20), wait: fc.nat(20) });
  const path = fc.array(step, { minLength: 5, maxLength: 60 });
  // The seed is fixed: what is said below about all ways must not depend on luck.
  fc.assert(fc.property(fc.constantFrom(...beginnings), path, (begin, steps) => walk(begin().ticket, steps, reached)), { numRuns: 1_500, seed: 20_261_122 });
  const all = (Object.keys(lifeCycle) as Action[]).flatMap((action) => statuses.flatMap((from) => leadsTo(action, from).map((to) => `${from} ${action} ${to}`)));
  // The table has no row that cannot happen.
  expect(all.filter((way) => !reached.has(way))).toEqual([]);
});

/** Between two facts of one decision it may be otherwise. */
function mustRunOrStand(ticket: Ticket): void {
  if (['AWAITING_DISPATCH', 'OFFERED', 'ACCEPTED'].includes(ticket.status)) expect(ticket.slaPausedAt).toBeNull();
  if (ticket.status === 'ON_HOLD') expect(ticket.slaPausedAt).not.toBeNull();
}

function walk(beginning: Ticket, path: readonly Step[], reached: Set<string>): void {
  let ticket = beginning;
  let now = monday;
  for (const { action, choice, wait } of path) {
    now = later(now, minutes(wait));
    const decision = actions[action](ticket, now, choice);
    if (leadsTo(action, ticket.status).length === 0) {
      // acceptOffer may be repeated, and then changes nothing.
      if (isRefusal(decision)) expect(decision.refused).toBe(lifeCycle[action].otherwise);
      else expect(decision.facts).toEqual([]);
      continue;
    }
    if (isRefusal(decision)) continue;
    const from = ticket.status;
    for (const fact of decision.facts) {
      const before = ticket;
      ticket = evolve(ticket, fact);
      expect(ticket.version).toBe(before.version + 1);
      expect(ticket.historyLength - before.historyLength).toBe(ticket.status === before.status && fact.type !== 'TicketUpdated' ? 0 : 1);
      mustAgree(ticket);
    }
    mustRunOrStand(ticket);
    if (decision.facts.length > 0) reached.add(`${from} ${action} ${ticket.status}`);
    if (decision.facts.length > 1) reached.add(`${from} ${action} AWAITING_DISPATCH`);
    if (decision.facts.length > 0) expect(leadsTo(action, from)).toContain(ticket.status);
  }
}

test.each(Object.keys(lifeCycle) as Action[])('%s is refused with its code in every state that the table leaves out', (action) => {
  for (const status of statuses.filter((from) => leadsTo(action, from).length === 0)) {
    const ticket = { ...aTicket().ticket, status };
    expect(actions[action](ticket, monday, 1)).toMatchObject({ refused: lifeCycle[action].otherwise });
  }
});
