import { aTicket, hours, later, monday } from '../testing/builders.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import { evolve } from './evolve.ts';
import { updateTicket as decide } from './updateTicket.ts';
import type { UpdateTicket } from './updateTicket.ts';
import type { Ticket } from './ticket.ts';

const updateTicket = (ticket: Ticket, command: UpdateTicket, now: Date) => decide(ticket, command, now, servicePolicy);

const unchanged = { description: null, priority: null, windows: null, product: null };
const window = (from: number, to: number) => ({ start: later(monday, hours(from)), end: later(monday, hours(to)) });
const types = (decision: ReturnType<typeof updateTicket>) => ('facts' in decision ? decision.facts.map(({ type }) => type) : decision);

test('nothing new: nothing happens', () => {
  const { ticket } = aTicket();
  expect(updateTicket(ticket, { ...unchanged, description: ` ${ticket.description} `, priority: ticket.priority, windows: [] }, monday)).toEqual({ facts: [] });
});
test('nothing named: refused', () => expect(updateTicket(aTicket().ticket, unchanged, monday)).toMatchObject({ refused: 'INVALID_INPUT' }));

describe('with a visit booked from 10:00 to 11:00', () => {
  const booked = aTicket().offeredTo('exp_1', later(monday, hours(2))).accepted().ticket;
  test('new words leave the booking', () => expect(types(updateTicket(booked, { ...unchanged, description: 'Now it smokes.' }, monday))).toEqual(['TicketUpdated']));
  test('windows that hold the visit leave the booking', () => expect(types(updateTicket(booked, { ...unchanged, windows: [window(20, 24), window(1, 3)] }, monday))).toEqual(['TicketUpdated']));
  test('windows without the visit give the expert free', () => expect(types(updateTicket(booked, { ...unchanged, windows: [window(2.5, 8)] }, monday))).toEqual(['OfferWithdrawn', 'TicketUpdated']));
  test('a higher priority that the visit still meets leaves the booking', () => expect(types(updateTicket(booked, { ...unchanged, priority: 'P1' }, monday))).toEqual(['TicketUpdated']));
});

test('a higher priority that the visit comes too late for gives the expert free; a lower one never does', () => {
  const booked = aTicket().offeredTo('exp_1', later(monday, hours(6))).accepted().ticket;
  expect(types(updateTicket(booked, { ...unchanged, priority: 'P1' }, monday))).toEqual(['OfferWithdrawn', 'TicketUpdated']);
  expect(types(updateTicket(booked, { ...unchanged, priority: 'P4' }, monday))).toEqual(['TicketUpdated']);
});

test('new times wake what waits for an expert or the customer, not what waits for somebody else', () => {
  const again = (ticket: ReturnType<typeof aTicket>['ticket']) => {
    const decision = updateTicket(ticket, { ...unchanged, windows: [window(30, 34)] }, monday);
    return 'facts' in decision && decision.facts.some((fact) => fact.type === 'TicketUpdated' && fact.dispatchAgain);
  };
  expect(again(aTicket().needingAttention('NO_EXPERT').ticket)).toBe(true);
  expect(again(aTicket().offeredTo('exp_1').nobodyHome().ticket)).toBe(true);
  expect(again(aTicket().offeredTo('exp_1').nobodyHome().needingAttention('OTHER').ticket)).toBe(true);
  expect(again(aTicket().needingAttention('NOT_COVERED').ticket)).toBe(false);
});

test('another product: whoever has it is given free, and it is looked at as if it were new', () => {
  const product = { id: 'prd_2', name: 'Fridge' };
  const after = (ticket: Ticket) => {
    const decision = updateTicket(ticket, { ...unchanged, product }, monday);
    if ('refused' in decision) throw new Error(decision.message);
    return { types: decision.facts.map(({ type }) => type), ...decision.facts.reduce(evolve, ticket) };
  };
  const unseen = { productId: 'prd_2', productName: 'Fridge', contractId: null, location: null, entitlementCheckedAt: null, planArriveMinutes: null };
  const covered = { ...aTicket().covered().ticket, planArriveMinutes: 480 };
  expect(after(covered)).toMatchObject({ types: ['TicketUpdated'], status: 'AWAITING_DISPATCH', ...unseen, arriveBy: aTicket().ticket.arriveBy });
  for (const { ticket } of [aTicket().offeredTo('exp_1'), aTicket().offeredTo('exp_1').accepted()])
    expect(after(ticket)).toMatchObject({ types: ['OfferWithdrawn', 'TicketUpdated'], status: 'AWAITING_DISPATCH', expertId: null, ...unseen });
  expect(after(aTicket().needingAttention('NOT_COVERED').ticket)).toMatchObject({ status: 'AWAITING_DISPATCH', ...unseen });
  expect(after(aTicket().ticket)).toMatchObject({ status: 'NEW', ...unseen });
  expect(after(aTicket().offeredTo('exp_1').nobodyHome().ticket)).toMatchObject({ status: 'ON_HOLD', ...unseen });
  expect(updateTicket(aTicket().ticket, { ...unchanged, product: { id: 'prd_1', name: 'TV' } }, monday)).toEqual({ facts: [] });
  expect(updateTicket(aTicket().ticket, { ...unchanged, product: { id: 'no id', name: '' } }, monday)).toMatchObject({ refused: 'INVALID_INPUT', field: 'productId' });
});

test('another priority tries again what nobody could come to, and nothing else', () => {
  const again = (ticket: Ticket) => updateTicket(ticket, { ...unchanged, priority: 'P1' }, monday);
  expect(again(aTicket().needingAttention('NO_EXPERT').ticket)).toMatchObject({ facts: [{ dispatchAgain: true }] });
  for (const { ticket } of [aTicket().needingAttention('NOT_COVERED'), aTicket().offeredTo('exp_1').nobodyHome()]) expect(again(ticket)).toMatchObject({ facts: [{ dispatchAgain: false }] });
});
