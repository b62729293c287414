import { aTicket, hours, later, monday } from '../testing/builders.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import { updateTicket as decide } from './updateTicket.ts';
import type { UpdateTicket } from './updateTicket.ts';
import type { Ticket } from './ticket.ts';

const updateTicket = (ticket: Ticket, command: UpdateTicket, now: Date) => decide(ticket, command, now, servicePolicy);

const unchanged = { description: null, priority: null, windows: null };
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
