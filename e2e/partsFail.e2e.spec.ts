import { operation } from '@sysops-squad/client/operations';
import { brokerKinds } from './testing/broker.ts';
import { startSystem, type System } from './testing/system.ts';
import { coveredProduct, createTicket, eventually, key, offered, send, sendWell, visitOf, type Data } from './testing/wire.ts';

if (!brokerKinds.includes('redis')) test.skip('with the broker on redis: skipped, no redis-server on the PATH', () => undefined);

describe.each(brokerKinds)('with the broker on %s', (kind) => {
  let system: System;
  let known: { productId: string; addressId: string };
  const create = async () => {
    const input = { productId: known.productId, addressId: known.addressId, description: 'Dead again.', idempotencyKey: key() };
    return (await sendWell(await system.as('customer'), 'CreateTicket', { input })).ticket;
  };
  const statusOf = async (id: string): Promise<string> => (await system.query<{ status: string }>('ticket', 'SELECT status FROM ticket WHERE id = $1', [id]))[0]!.status;

  beforeAll(async () => {
    system = await startSystem(kind);
    known = await coveredProduct(system);
    for (const who of ['customer', 'expert', 'manager', 'operative']) await system.as(who);
  }, 120_000);
  afterAll(() => system?.stop(), 30_000);

  test('without the monolith tickets are created, assigned and pushed', async () => {
    await system.stopProcess('monolith');
    const input = { productId: known.productId, addressId: known.addressId, description: 'Dead again.', idempotencyKey: key() };
    const answer = await send(await system.as('customer'), 'CreateTicket', { input });
    const ticket = answer.data?.['createTicket'].ticket;
    expect(ticket.product).toMatchObject({ id: known.productId });
    expect(ticket).toMatchObject({ status: 'NEW', customer: { id: 'cus_000001', name: expect.any(String) } });
    await eventually(() => statusOf(ticket.id), (status) => status === 'OFFERED');
    const [offer] = await system.query<{ email: string }>('auth', 'SELECT email FROM account WHERE expert_id = $1', [
      (await system.query<{ expert_id: string }>('ticket', 'SELECT expert_id FROM ticket WHERE id = $1', [ticket.id]))[0]!.expert_id,
    ]);
    const expert = await system.as(offer!.email);
    const query = 'subscription { offerReceived { cursor kind offer { id ticket { id customer { name } } } } }';
    for await (const { offerReceived } of expert.subscribe<Data>(query)) {
      if (offerReceived.offer.ticket.id !== ticket.id) continue;
      expect(offerReceived).toMatchObject({ kind: 'RECEIVED', offer: { ticket: { customer: { name: expect.any(String) } } } });
      break;
    }
    await system.startProcess('monolith');
    const sent = async () => (await system.query<{ status: string }>('monolith', "SELECT status FROM customer_notification WHERE recipient_kind = 'EXPERT' AND body LIKE '%' || $1 || '%'", [ticket.number]));
    await eventually(sent, (rows) => rows.some(({ status }) => status === 'SENT'), 60_000);
  }, 120_000);

  test('without payment tickets are created, and assigned when it is back', async () => {
    await system.stopProcess('payment');
    const ticket = await create();
    expect(ticket.number).toMatch(/^SYS-/);
    await system.startProcess('payment');
    await eventually(() => statusOf(ticket.id), (status) => status === 'OFFERED', 60_000);
  }, 120_000);

  test('a broker wiped in the middle loses nothing', async () => {
    const tickets: Data[] = [];
    for (let number = 0; number < 12; number += 1) {
      tickets.push(await create());
      if (number % 4 === 1) await system.broker.wipe();
    }
    const ids = tickets.map(({ id }) => id as string);
    const fates = () => system.query<{ id: string; status: string }>('ticket', 'SELECT id, status FROM ticket WHERE id = ANY($1)', [ids]);
    await eventually(fates, (rows) => rows.every(({ status }) => status === 'OFFERED' || status === 'NEEDS_ATTENTION'), 60_000);
    const unacknowledged = () => system.query<{ open: number }>('ticket', 'SELECT count(*)::int AS open FROM outbox WHERE acked_at IS NULL AND aggregate_id = ANY($1)', [ids]);
    await eventually(unacknowledged, ([row]) => row!.open === 0, 60_000);
    const twice = await system.query('ticket', 'SELECT visit_id FROM offer WHERE released_at IS NULL GROUP BY visit_id HAVING count(*) > 1');
    expect(twice).toEqual([]);
    const repeated = await system.query('monolith', 'SELECT idempotency_key FROM customer_notification WHERE idempotency_key IS NOT NULL GROUP BY idempotency_key HAVING count(*) > 1');
    expect(repeated).toEqual([]);
  }, 120_000);

  test('a worker killed and started again goes on', async () => {
    await system.stopProcess('ticket-workflow');
    const ticket = await create();
    expect(await statusOf(ticket.id)).toBe('NEW');
    await system.startProcess('ticket-workflow');
    await eventually(() => statusOf(ticket.id), (status) => status !== 'NEW' && status !== 'AWAITING_DISPATCH', 60_000);
  }, 120_000);

  test('a subscriber who was away misses nothing and sees nothing twice', async () => {
    const { id } = await createTicket(system);
    const customer = await system.as('customer');
    const watch = async (after: string | undefined, last: string) => {
      const seen: Data[] = [];
      for await (const { ticketChanged } of customer.subscribe<Data>(operation('TicketChanged'), { ticketId: id, after })) {
        seen.push(ticketChanged);
        if (ticketChanged.change === last) break;
      }
      return seen;
    };
    const first = await watch(undefined, 'CURRENT');
    const { expert, offerId } = await offered(system, id);
    const visitId = await visitOf(expert, offerId);
    await sendWell(expert, 'StartTravel', { visitId });
    const rest = await watch(first.at(-1)!['cursor'], 'VISIT_STARTED');
    const changes = rest.map(({ change }) => change);
    expect(changes.filter((change) => change === 'OFFER_ACCEPTED')).toHaveLength(1);
    expect(changes.filter((change) => change === 'VISIT_STARTED')).toHaveLength(1);
    const cursors = [...first, ...rest].map(({ cursor }) => cursor);
    expect(new Set(cursors).size).toBe(cursors.length);
    const again = await watch(rest.at(-2)!['cursor'], 'VISIT_STARTED');
    expect(again.map(({ cursor }) => cursor)).toEqual(cursors.slice(-1));
  }, 60_000);
});
