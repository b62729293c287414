import { slaOf } from '../../../../subgraphs/ticket/src/domain/sla.ts';
import { loadServicePolicy } from '../../../../subgraphs/ticket/src/storage/loadServicePolicy.ts';
import { openDesk, until, type Desk } from '../testing/desk.ts';
import { visit } from '../testing/visit.ts';

let desk: Desk;
let opened = 0;
beforeEach(async () => {
  desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `timers${process.pid}x${(opened += 1)}` });
});
afterEach(() => desk.close());

const dueNow = (kind: string) => desk.sql(`UPDATE timer SET due_at = now() WHERE kind = '${kind}' AND done_at IS NULL`);
const done = (kind: string) => until(`${kind} is over`, async () => (await desk.prisma.timer.count({ where: { kind, doneAt: null } })) === 0);

async function visited(outcome: 'FIXED' | 'NO_ENTRY'): Promise<string> {
  const ticketId = await desk.create();
  await visit(desk, ticketId, outcome);
  return ticketId;
}

test('the target is missed: the breach is recorded; met or not due: nothing', async () => {
  await desk.work();
  const ticketId = await desk.create();
  await desk.offer(ticketId);
  await desk.sql(`UPDATE timer SET due_at = now() WHERE id LIKE 'sla:%:respond'`);
  await until('the timer fired', async () => (await desk.prisma.timer.count({ where: { kind: 'SLA', doneAt: { not: null } } })) === 1);
  expect((await desk.ticket(ticketId)).breachedAt).toBeNull();
  await desk.sql(`UPDATE ticket SET respond_by = created_at - interval '1 minute'`);
  await desk.sql(`UPDATE timer SET due_at = now(), done_at = NULL WHERE id LIKE 'sla:%:respond'`);
  await until('a breach', async () => (await desk.ticket(ticketId)).breachedAt !== null);
});

const breaches = async (ticketId: string) => (await desk.prisma.ticketEvent.count({ where: { ticketId, type: 'SLA_BREACHED' } }));
const slaTimersFire = () => desk.sql(`UPDATE timer SET due_at = now(), done_at = NULL WHERE kind = 'SLA'`);

test('on hold the clocks stand still, and go on with what was left; the breach is raised once, whenever it comes', async () => {
  await desk.work();
  const ticketId = await visited('NO_ENTRY');
  await desk.status(ticketId, 'ON_HOLD');
  expect(await desk.prisma.timer.count({ where: { ticketId, kind: 'SLA', doneAt: null } })).toBe(0);
  const held = await desk.ticket(ticketId);
  expect(held.slaPausedAt).not.toBeNull();
  // As if nobody had come in time, and the clocks had been stopped just before that.
  await desk.sql(`UPDATE ticket SET first_assigned_at = NULL, arrived_at = NULL, sla_paused_at = created_at + interval '1 minute', respond_by = created_at + interval '2 minutes', arrive_by = created_at + interval '2 minutes'`);
  await desk.sql(`UPDATE ticket SET created_at = created_at - interval '1 hour', sla_paused_at = sla_paused_at - interval '1 hour', respond_by = respond_by - interval '1 hour', arrive_by = arrive_by - interval '1 hour'`);
  await slaTimersFire();
  await done('SLA');
  expect(await breaches(ticketId)).toBe(0);
  const start = new Date(Date.now() + 48 * 3_600_000);
  await desk.commands.updateTicket({ kind: 'CUSTOMER', id: 'cus_1' }, ticketId, { description: null, priority: null, productId: null, windows: [{ start, end: new Date(+start + 4 * 3_600_000) }] });
  await desk.offer(ticketId);
  const going = await desk.ticket(ticketId);
  expect(going).toMatchObject({ slaPausedAt: null, slaPauses: [{ start: expect.any(String), end: expect.any(String) }] });
  const policy = await loadServicePolicy(desk.prisma, going.createdAt);
  const pauses = (going.slaPauses as { start: string; end: string }[]).map((pause) => ({ start: new Date(pause.start), end: new Date(pause.end) }));
  expect({ respondBy: going.respondBy, arriveBy: going.arriveBy }).toEqual(slaOf(policy, { priority: 'P3', createdAt: going.createdAt, windows: [{ start, end: new Date(+start + 4 * 3_600_000) }], planArriveMinutes: going.planArriveMinutes, slaPauses: pauses }));
  expect(await desk.prisma.timer.findUnique({ where: { id: `sla:${ticketId}:arrive` } })).toMatchObject({ doneAt: null, dueAt: going.arriveBy });
  await desk.sql(`UPDATE ticket SET arrive_by = now() - interval '1 second'`);
  for (let turn = 0; turn < 2; turn += 1) {
    await slaTimersFire();
    await done('SLA');
    expect(await breaches(ticketId)).toBe(1);
  }
});

test('the plan of the contract sets how soon somebody is to arrive, as soon as it is known', async () => {
  desk.world.responseTarget = 'PT72H';
  await desk.work();
  const ticketId = await desk.create();
  const plain = (await desk.ticket(ticketId)).arriveBy;
  await desk.offer(ticketId);
  const ticket = await desk.ticket(ticketId);
  expect(ticket.planArriveMinutes).toBe(4_320);
  expect(ticket.arriveBy.getTime()).toBeGreaterThan(plain.getTime());
  const policy = await loadServicePolicy(desk.prisma, ticket.createdAt);
  expect(ticket.arriveBy).toEqual(slaOf(policy, { priority: 'P3', createdAt: ticket.createdAt, windows: [], planArriveMinutes: 4_320, slaPauses: [] }).arriveBy);
  expect(await desk.prisma.timer.findUnique({ where: { id: `sla:${ticketId}:arrive` } })).toMatchObject({ dueAt: ticket.arriveBy });
});

test('on hold for three days: a person must look', async () => {
  await desk.work();
  const ticketId = await visited('NO_ENTRY');
  await desk.status(ticketId, 'ON_HOLD');
  await dueNow('HOLD_REMINDER');
  await desk.status(ticketId, 'NEEDS_ATTENTION');
  expect((await desk.ticket(ticketId)).attentionReason).toBe('OTHER');
});

test('nobody answers the survey: closed without a rating; an answer that comes later changes nothing', async () => {
  await desk.work();
  const ticketId = await visited('FIXED');
  await desk.status(ticketId, 'COMPLETED');
  await dueNow('SURVEY_LAPSE');
  await desk.status(ticketId, 'CLOSED');
  const { number } = await desk.ticket(ticketId);
  desk.world.answered.push({ ticketNumber: number, rating: 2 });
  await until('the answer was read', async () => (await desk.prisma.workflowCursor.count()) === 1);
  expect((await desk.ticket(ticketId)).rating).toBeNull();
});

test('what the timers lost is set again: offers, tickets on hold, surveys', async () => {
  await desk.work();
  const held = await visited('NO_ENTRY');
  const fixed = await visited('FIXED');
  const offered = await desk.create();
  await desk.offer(offered);
  await desk.settled();
  await desk.sql(`DELETE FROM timer`);
  await desk.sql(`UPDATE offer SET expires_at = now() WHERE status = 'OFFERED'`);
  await until('another offer', async () => (await desk.offers(offered)).length === 2);
  await until('the others', async () => (await desk.prisma.timer.count({ where: { id: { in: [`hold:${held}`, `survey:${fixed}`] }, doneAt: null } })) === 2);
  expect(await desk.prisma.offer.count({ where: { ticketId: offered, status: 'EXPIRED' } })).toBe(1);
});

test('during quiet hours an SMS waits until they are over; an e-mail does not', async () => {
  const customer = desk.world.customers.get('cus_1')!;
  const now = new Date();
  const clock = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString().slice(11, 16);
  customer.notificationPreferences = { channel: 'SMS', quietHours: { start: clock(-1), end: clock(2), timeZone: 'UTC' } };
  await desk.work();
  const ticketId = await desk.create();
  const offer = await desk.offer(ticketId);
  await desk.commands.acceptOffer(offer.expertId, offer.id);
  const held = () => desk.prisma.outbox.findFirst({ where: { type: 'deliver_notification', id: { contains: 'TICKET_ACCEPTED' }, lastError: { not: null } } });
  await until('held back', async () => (await held()) !== null);
  expect((await held())!.nextAt.getTime() - now.getTime()).toBeGreaterThan(100 * 60_000);
  expect(await held()).toMatchObject({ failures: 0, ackedAt: null });
  customer.notificationPreferences.channel = 'EMAIL';
  await desk.sql(`UPDATE outbox SET next_at = now() WHERE acked_at IS NULL`);
  await desk.settled();
  expect(desk.world.sent.filter(({ recipientId }) => recipientId === 'cus_1')).toEqual([expect.objectContaining({ template: 'TICKET_ACCEPTED', channel: 'EMAIL' })]);
  await done('OFFER_EXPIRY');
});
