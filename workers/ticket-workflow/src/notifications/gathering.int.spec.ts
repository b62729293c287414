import { openDesk, type Desk } from '../testing/desk.ts';
import { workByHand } from '../testing/byHand.ts';

const customer = { kind: 'CUSTOMER', id: 'cus_1' } as const;
const keep = { description: null, priority: null, windows: null, productId: null };
const gathering = { quietMs: 60_000, atMostMs: 120_000 };

let desk: Desk;
beforeEach(async () => void (desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `gather${process.pid}x${Date.now()}` })));
afterEach(() => desk.close());

const update = (ticketId: string, text: string) => desk.commands.updateTicket(customer, ticketId, { ...keep, description: text });
const waiting = () => desk.sql<{ id: string; next: Date; created: Date; versions: number[] }>(
  `SELECT id, next_at AS next, created_at AS created, payload -> 'versions' AS versions FROM outbox WHERE type = 'deliver_notification' AND payload ->> 'template' = 'TICKET_UPDATED' ORDER BY created_at, id`);
const changes = async (ticketId: string) => (await desk.sql<{ version: number }>(`SELECT version FROM ticket_event WHERE ticket_id = '${ticketId}' AND type = 'TICKET_UPDATED' ORDER BY version`)).map(({ version }) => version);
const everything = async (hand: Awaited<ReturnType<typeof workByHand>>, order: <T>(jobs: T[]) => T[] = (jobs) => jobs) => {
  while ((await hand.handOver()) > 0) await Promise.all(order(hand.jobs.splice(0)).map((job) => hand.deliver(job)));
};

test('60 updates in two seconds are one message, whichever worker handles which, and it says the newest', async () => {
  const ticketId = await desk.create();
  const hands = await Promise.all([workByHand(desk, { gathering }), workByHand(desk, { gathering })]);
  for (let n = 0; n < 60; n += 1) await update(ticketId, `Text ${n}`);
  await hands[0]!.handOver();
  const jobs = hands[0]!.jobs.splice(0);
  await Promise.all(jobs.toReversed().map((job, n) => hands[n % 2]!.deliver(job)));
  await everything(hands[0]!);
  const [message, ...others] = await waiting();
  expect(others).toEqual([]);
  expect(message!.versions.toSorted((a, b) => a - b)).toEqual(await changes(ticketId));
  expect(desk.world.sent).toEqual([]);
  await desk.sql(`UPDATE outbox SET next_at = now() WHERE acked_at IS NULL`);
  await everything(hands[0]!);
  expect(desk.world.sent.map(({ idempotencyKey, template }) => [idempotencyKey, template])).toEqual([[message!.id, 'TICKET_UPDATED']]);
});

test('it waits while changes come, but not for ever', async () => {
  const ticketId = await desk.create();
  const hand = await workByHand(desk, { gathering });
  await update(ticketId, 'One');
  await everything(hand);
  const [first] = await waiting();
  await desk.sql(`UPDATE outbox SET created_at = created_at - interval '100 seconds', next_at = next_at - interval '50 seconds' WHERE id = '${first!.id}'`);
  await update(ticketId, 'Two');
  await everything(hand);
  const [second] = await waiting();
  expect(+second!.next - +second!.created).toBe(gathering.atMostMs);
});

test('what the relay has taken is not added to, and what comes afterwards is told too', async () => {
  const ticketId = await desk.create();
  const hand = await workByHand(desk, { gathering });
  await update(ticketId, 'One');
  await everything(hand);
  await desk.sql(`UPDATE outbox SET next_at = now() WHERE acked_at IS NULL`);
  await hand.handOver();
  const taken = hand.jobs.splice(0);
  await update(ticketId, 'Two');
  await everything(hand);
  expect((await waiting()).map(({ versions }) => versions.length)).toEqual([1, 1]);
  for (const job of taken) await hand.deliver(job);
  await desk.sql(`UPDATE outbox SET next_at = now() WHERE acked_at IS NULL`);
  await everything(hand);
  expect(desk.world.sent).toHaveLength(2);
});

test('a cancellation is told at once, and what was gathered before it with it', async () => {
  const ticketId = await desk.create();
  const hand = await workByHand(desk, { gathering });
  await update(ticketId, 'One');
  await everything(hand);
  await desk.cancel(ticketId);
  await everything(hand);
  expect(desk.world.sent.map(({ template }) => template).toSorted()).toEqual(['TICKET_CANCELLED', 'TICKET_UPDATED']);
});
