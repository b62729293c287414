import { aTicket, hours, later, minutes, monday } from '../testing/builders.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import { closeTicket } from './closeTicket.ts';
import { completeVisit } from './completeVisit.ts';
import { createTicket } from './createTicket.ts';
import { evolve } from './evolve.ts';
import { importTicket } from './importTicket.ts';
import { markNeedsAttention } from './markNeedsAttention.ts';
import { isBreached, recordSlaBreach } from './recordSlaBreach.ts';
import { changeSeen, entrySeen, seesExpert, seesVisit, viewOf } from './viewer.ts';

const command = { id: 'tic_1', number: 'SYS-1', customerId: 'cus_1', productId: 'prd_1', productName: '', description: ' Broken. ', priority: 'P2' as const, addressId: 'adr_1', windows: [], idempotencyKey: 'key-12345' };

test('createTicket: trimmed, with the times by which somebody must act', () => {
  expect(createTicket(command, monday, servicePolicy)).toMatchObject({ facts: [{ type: 'TicketCreated', ticket: { description: 'Broken.', respondBy: later(monday, minutes(30)), arriveBy: later(monday, hours(8)) } }] });
});
test('markNeedsAttention: the same again changes nothing, another summary keeps since', () => {
  const { ticket } = aTicket().needingAttention('NO_EXPERT');
  expect(markNeedsAttention(ticket, { reason: 'NO_EXPERT', summary: 'Nobody.' }, later(monday, hours(1)))).toEqual({ facts: [] });
  expect(markNeedsAttention(ticket, { reason: 'NO_EXPERT', summary: 'Still nobody.' }, later(monday, hours(1)))).toMatchObject({ facts: [{ attention: { since: monday } }] });
});
test.each([[0], [6], [2.5]])('closeTicket: %s is no rating', (rating) => expect(closeTicket(aTicket().offeredTo('exp_1').fixed().ticket, { rating }, monday)).toMatchObject({ refused: 'INVALID_INPUT' }));
test('completeVisit: not another visit, no article without a fix', () => {
  const { ticket } = aTicket().offeredTo('exp_1').onSite();
  const done = { visitId: ticket.visit!.id, outcome: 'FIXED' as const, notes: null, article: null };
  expect(completeVisit(ticket, { ...done, visitId: 'vis_0' }, monday, servicePolicy)).toMatchObject({ refused: 'WRONG_STATUS' });
  const article = { id: 'art_1', title: 't', body: 'b', tags: [] };
  expect(completeVisit(ticket, { ...done, article, outcome: 'NO_ENTRY' }, monday, servicePolicy)).toMatchObject({ refused: 'INVALID_INPUT', field: 'publishArticle' });
  expect(completeVisit(ticket, { ...done, article: { ...article, tags: Array.from({ length: 11 }, () => 'x') } }, monday, servicePolicy)).toMatchObject({ field: 'publishArticle.tags' });
});
test('completeVisit: notes and article in their normal form, title and tags of one line', () => {
  const { ticket } = aTicket().offeredTo('exp_1').onSite();
  const article = { id: 'art_1', title: ' Zoe\u0308 ', body: '\u200Ba\nb', tags: ['tv\u200B'] };
  const complete = (more: object) =>
    completeVisit(ticket, { visitId: ticket.visit!.id, outcome: 'FIXED', notes: ' n ', article: { ...article, ...more } }, monday, servicePolicy);
  const kept = { id: 'art_1', title: 'Zoë', body: 'a\nb', tags: ['tv'] };
  expect(complete({})).toMatchObject({ facts: [{ notes: 'n', article: kept }] });
  expect(complete({ title: 'a\r\nb' })).toMatchObject({ refused: 'INVALID_INPUT', field: 'publishArticle.title' });
  expect(complete({ tags: ['a', 'b\nc'] })).toMatchObject({ refused: 'INVALID_INPUT', field: 'publishArticle.tags[1]' });
});
test('completeVisit: nobody at home only after a quarter of an hour at the door, then it is on hold and the clocks stand still', () => {
  const { ticket } = aTicket().offeredTo('exp_1').onSite();
  const nobody = (seconds: number, outcome: 'NO_ENTRY' | 'FIXED' = 'NO_ENTRY') =>
    completeVisit(ticket, { visitId: ticket.visit!.id, outcome, notes: null, article: null }, later(ticket.visit!.arrivedAt!, seconds * 1_000), servicePolicy);
  expect(nobody(899)).toMatchObject({ refused: 'TOO_EARLY', field: 'outcome', message: expect.stringContaining(later(monday, minutes(15)).toISOString()) });
  expect(nobody(0, 'FIXED')).toMatchObject({ facts: [{ outcome: 'FIXED' }] });
  const decision = nobody(900);
  if ('refused' in decision) throw new Error(decision.message);
  expect(decision.facts.reduce(evolve, ticket)).toMatchObject({ status: 'ON_HOLD', slaPausedAt: later(monday, minutes(15)) });
});
test('a breach is recorded once, and only while the ticket is open', () => {
  const { ticket } = aTicket();
  expect(recordSlaBreach(ticket, {}, ticket.respondBy)).toEqual({ facts: [] });
  const over = later(ticket.respondBy, 1);
  expect(recordSlaBreach(ticket, {}, over)).toMatchObject({ facts: [{ type: 'SlaBreached' }] });
  expect(recordSlaBreach({ ...ticket, breachedAt: over }, {}, over)).toEqual({ facts: [] });
  expect(recordSlaBreach({ ...ticket, slaPausedAt: ticket.respondBy }, {}, over)).toEqual({ facts: [] });
  const cancelled = aTicket().cancelled().ticket;
  expect(isBreached(cancelled, later(monday, hours(900)))).toBe(false);
});
test('importTicket: what is unknown and open waits for a person', () => {
  const row = { externalId: '1', customerId: 'cus_1', productId: null, productName: 'Radio', description: 'x', priority: 'P3' as const, createdAt: monday };
  expect(importTicket('tic_1', { ...row, status: 'ON_HOLD' }, monday, servicePolicy)).toMatchObject({ status: 'NEEDS_ATTENTION', attention: { reason: 'UNKNOWN_PRODUCT' } });
  expect(importTicket('tic_1', { ...row, status: 'CLOSED' }, monday, servicePolicy)).toMatchObject({ status: 'CLOSED', attention: null });
  expect(importTicket('tic_1', { ...row, status: 'CLOSED', createdAt: later(monday, 1) }, monday, servicePolicy)).toMatchObject({ refused: expect.stringMatching(/future/) });
});
test('importTicket: texts in their normal form, the other desk\'s id as it is', () => {
  const texts = { externalId: ' 1\u200B', productName: 'Radio\u200B', description: '\uFEFFZoe\u0308', resolution: '\u2060\u200B' };
  const row = { ...texts, customerId: 'cus_1', priority: 'P3' as const, status: 'CLOSED' as const, createdAt: monday };
  const kept = { externalId: ' 1\u200B', productName: 'Radio', description: 'Zoë', resolution: null };
  expect(importTicket('tic_1', row, monday, servicePolicy)).toMatchObject({ row: kept });
});

describe('who sees what', () => {
  const none = { staff: false, customerId: null, expertId: null };
  test.each([
    ['staff', { ...none, staff: true }, null, 'INSIDE'], ['the customer', { ...none, customerId: 'cus_1' }, null, 'CUSTOMER'], ['another customer', { ...none, customerId: 'cus_2' }, null, null],
    ['an expert with an offer', { ...none, expertId: 'exp_1' }, 'LIVE', 'EXPERT'], ['an expert who had one', { ...none, expertId: 'exp_1' }, 'OVER', 'FORMER_EXPERT'], ['an expert without', { ...none, expertId: 'exp_1' }, null, null],
    ['nobody', none, 'LIVE', null], ['an expert with an offer who is the customer', { ...none, customerId: 'cus_1', expertId: 'exp_1' }, 'OVER', 'CUSTOMER'],
  ] as const)('%s', (_, viewer, involvement, view) => expect(viewOf(viewer, { customerId: 'cus_1' }, involvement)).toBe(view));
  test('a customer: the expert from ACCEPTED on, no proposed visit, no word about who was asked', () => {
    expect((['NEW', 'AWAITING_DISPATCH', 'OFFERED', 'NEEDS_ATTENTION', 'ON_HOLD', 'CANCELLED'] as const).filter((status) => seesExpert('CUSTOMER', status))).toEqual([]);
    expect((['ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CLOSED'] as const).every((status) => seesExpert('CUSTOMER', status))).toBe(true);
    expect(seesVisit('CUSTOMER', { status: 'PROPOSED', acceptedAt: null })).toBe(false);
    expect(seesVisit('CUSTOMER', { status: 'CANCELLED', acceptedAt: null })).toBe(false);
    const refusal = { fromStatus: 'OFFERED', toStatus: 'AWAITING_DISPATCH', actorKind: 'EXPERT', actorId: 'exp_1', reason: 'TOO_FAR' };
    expect(entrySeen('CUSTOMER', refusal)).toMatchObject({ actorKind: 'SYSTEM', actorId: null, reason: null });
    expect(entrySeen('INSIDE', refusal)).toBe(refusal);
    expect(changeSeen('CUSTOMER', 'OFFER_REFUSED')).toBe('TICKET_UPDATED');
  });
});
