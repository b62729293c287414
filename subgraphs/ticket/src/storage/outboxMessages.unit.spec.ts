import { ticketMessages } from '@sysops-squad/event-contracts';
import { evolve } from '../domain/evolve.ts';
import type { Fact } from '../domain/facts.ts';
import { newOffer } from '../domain/placeOffer.ts';
import { aTicket, anOffer, monday } from '../testing/builders.ts';
import type { TicketBuilder } from '../testing/builders.ts';
import { messagesOf } from './outboxMessages.ts';
import type { Step } from './saveTicket.ts';

const actor = { kind: 'MANAGER' as const, id: 'usr_4' };
function told(start: TicketBuilder, ...facts: Fact[]) {
  let before = start.ticket;
  const steps: Step[] = facts.map((fact) => {
    const step = { fact, before, after: evolve(before, fact) };
    before = step.after;
    return step;
  });
  return messagesOf(steps, actor);
}

const at = monday;
const offered = aTicket({ windows: [{ start: monday, end: monday }] }).offeredTo('exp_1');
const withdrawn = { type: 'OfferWithdrawn', at, offerId: 'off_1', reason: 'x', brokenRules: [] as string[] } as const;
const { ticket } = offered;
const cases: [string, TicketBuilder, Fact[]][] = [
  ['ticket_updated', offered, [withdrawn, { type: 'TicketUpdated', at, description: 'd', priority: 'P1', windows: [], product: null, respondBy: at, arriveBy: at, dispatchAgain: false, changes: [] }]],
  ['ticket_cancelled', offered, [{ type: 'TicketCancelled', at, reason: 'x', late: false }]],
  ['offer_accepted', offered, [{ type: 'OfferAccepted', at, offerId: 'off_1' }]],
  ['offer_accepted', offered, [withdrawn, { type: 'TicketAssigned', at, offer: newOffer(ticket, anOffer({ offerId: 'off_2', expertId: 'exp_2' }), at), skills: [], reason: 'x' }]],
  ['offer_refused', offered, [{ type: 'OfferRefused', at, offerId: 'off_1', reason: 'OTHER', note: null }]],
  ['offer_expired', offered, [{ type: 'OfferExpired', at, offerId: 'off_1' }]],
  ['offer_withdrawn', offered.accepted(), [{ ...withdrawn, brokenRules: ['TIME_OFF'] }]],
  ['expert_cannot_arrive', offered.enRoute(), [{ type: 'ExpertCannotArrive', at, offerId: 'off_1', visitId: 'vis_of_off_1', expertId: 'exp_1', reason: 'x' }]],
  ['sla_breached', offered.accepted().after({ ...withdrawn, brokenRules: ['TIME_OFF'] }), [{ type: 'SlaBreached', at }]],
  ['visit_started', offered.accepted(), [{ type: 'VisitStarted', at }]],
  ['visit_arrived', offered.enRoute(), [{ type: 'VisitArrived', at }]],
  ['visit_completed', offered.onSite(), [{ type: 'VisitCompleted', at, outcome: 'FIXED', notes: 'n', article: { id: 'art_1', title: 't', body: 'b', tags: [] } }]],
  ['ticket_closed', offered.fixed(), [{ type: 'TicketClosed', at, rating: 5 }]],
];

test.each(cases)('%s is what its contract says, with the whole ticket in it', (type, start, facts) => {
  const messages = told(start, ...facts);
  expect(messages.map((message) => message.type)).toEqual([type]);
  const schema = ticketMessages[type as keyof typeof ticketMessages];
  // Through JSON, as it will arrive; strict, so that nothing is told that the contract does not know.
  expect(schema.strict().safeParse(JSON.parse(JSON.stringify(messages[0]!.payload))).error).toBeUndefined();
  expect(messages[0]).toMatchObject({ aggregateId: 'tic_1', id: `tic_1:${messages[0]!.version}:${type}` });
});

test('a breach is told on only when somebody was promised and nobody is', () => {
  for (const start of [offered, offered.accepted(), aTicket().covered()]) expect(told(start, { type: 'SlaBreached', at })).toEqual([]);
});

test('who was freed by the change is named', () => {
  expect(told(offered, ...cases[0]![2])[0]).toMatchObject({ payload: { replan: true, withdrawn: { offerId: 'off_1', expertId: 'exp_1' } } });
  expect(told(offered, ...cases[3]![2])[0]).toMatchObject({ payload: { offerId: 'off_2', expertId: 'exp_2', assignedBy: 'usr_4', replaced: { offerId: 'off_1', expertId: 'exp_1' } } });
  expect(told(offered.accepted(), { type: 'TicketCancelled', at, reason: 'x', late: false })[0]).toMatchObject({ payload: { withdrawn: { expertId: 'exp_1', accepted: true } } });
});
