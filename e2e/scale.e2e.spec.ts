import { operation } from '@sysops-squad/client/operations';
import type { Session } from '@sysops-squad/client/session';
import { brokerKinds } from './testing/broker.ts';
import { follow } from './testing/follow.ts';
import { startLoad, type Operation } from './testing/load.ts';
import { startSupervised, type Supervised } from './testing/supervised.ts';
import { password } from './testing/system.ts';
import { eventually, key, sendWell, type Data } from './testing/wire.ts';

type Change = { cursor: string; change: string; ticket: { description: string } };

// Slow is not failed: where much else runs, processes that start take all there is.
Object.assign(process.env, { QUERY_TIMEOUT_MS: '20000', MUTATION_TIMEOUT_MS: '20000', REQUEST_DEADLINE_MS: '30000' });
const pauseMs = 150;
const quiet = (): void => undefined;

const by = (session: Session | null, name: string, variables: () => Record<string, unknown> = () => ({})) => async (): Promise<Operation> => ({
  query: operation(name), variables: variables(), token: (await session?.accessToken()) ?? null,
});
const positionOf = ({ cursor }: Change): number => Number(Buffer.from(cursor, 'base64url').toString('utf8').split('|').at(-1));

/** Changes the system while clients that never try again use it, and somebody follows a ticket: nothing fails, nothing is missed or repeated. */
async function underLoad(system: Supervised, change: () => Promise<void>): Promise<{ answered: number; breaks: string[] }> {
  const [manager, customer, operative] = await Promise.all([system.as('manager'), system.as('customer'), system.as('operative')]);
  const me = await sendWell(customer, 'MyAccount');
  const { node } = me.customer.contracts.edges.find((edge: Data) => edge['node'].status === 'ACTIVE' && edge['node'].coveredProducts.length > 0);
  const newTicket = () => ({ productId: node.coveredProducts[0].id, addressId: me.customer.addresses[0].id, description: 'It hums.', idempotencyKey: key() });
  const ticketId = (await sendWell(customer, 'CreateTicket', { input: newTicket() })).ticket.id;
  let changes = 0;
  const clients = [
    by(customer, 'MyAccount'),
    by(operative, 'CreateTicket', () => ({ input: { ...newTicket(), onBehalfOf: me.customer.id } })),
    by(manager, 'UpdateTicket', () => ({ input: { ticketId, description: `Change ${(changes += 1)}` } })),
    by(manager, 'TicketDetail', () => ({ id: ticketId })),
    by(null, 'SupportPlans'),
    by(null, 'Login', () => ({ email: 'operative@sysops.example', password })),
  ];
  const query = 'subscription ($ticketId: ID!, $after: String) { ticketChanged(ticketId: $ticketId, after: $after) { cursor change ticket { description } } }';
  const follower = follow<Change>({ url: system.url, query, variables: { ticketId }, token: manager.accessToken });
  await eventually(async () => follower.events.length, (seen) => seen > 0);
  const load = startLoad(system.url, clients, pauseMs);

  await change();

  await load.stop();
  const last = `Change ${changes}`;
  await eventually(async () => follower.events, (events) => events.some(({ ticket }) => ticket.description === last), 60_000);
  await follower.stop();
  expect(load.failures).toEqual([]);
  expect(system.said.filter((line) => line.includes('ended'))).toEqual([]);
  const positions = follower.events.map(positionOf);
  expect(positions).toEqual(Array.from({ length: positions.length }, (_, index) => positions[0]! + index));
  expect(positions.length).toBeGreaterThan(changes);
  return { answered: load.answered(), breaks: follower.breaks };
}

/** Every message was handled, by whichever worker was there, and nothing by two. */
async function expectHandled({ query }: Supervised): Promise<void> {
  const count = async (sql: string): Promise<number> => (await query<{ count: number }>('ticket', `SELECT count(*)::int AS count FROM ${sql}`))[0]!.count;
  await eventually(() => count(`ticket WHERE status = 'NEW'`), (left) => left === 0, 60_000);
  await eventually(() => count(`outbox WHERE acked_at IS NULL AND type = 'ticket_created'`), (left) => left === 0, 60_000);
  expect(await count(`outbox WHERE dead_at IS NOT NULL`)).toBe(0);
}

describe('with the broker on postgres', () => {
  let system: Supervised;
  beforeAll(async () => void (system = await startSupervised({ broker: 'postgres', routerProcesses: 2, scale: { ticket: 2 } })), 300_000);
  afterAll(() => system?.stop(), 60_000);

  test('scaled up, down, and every process restarted, under load: no request fails, no event is missed or repeated', async () => {
    const { answered, breaks } = await underLoad(system, async () => {
      await system.scale({ ticket: 3, customer: 2, 'ticket-workflow': 2 }, quiet);
      expect(system.counts()).toMatchObject({ ticket: 3, customer: 2, 'ticket-workflow': 2 });
      await system.scale({ ticket: 1, customer: 1, 'ticket-workflow': 1 }, quiet);
      await system.restart(undefined, quiet);
    });
    expect(answered).toBeGreaterThan(100);
    expect(breaks).toContain('1012');
    await expectHandled(system);
  }, 400_000);
});

const onRedis = brokerKinds.includes('redis') ? describe : describe.skip;
if (!brokerKinds.includes('redis')) test.skip('with the broker on redis: skipped, no redis-server on the PATH', () => undefined);

onRedis('with the broker on redis', () => {
  let system: Supervised;
  beforeAll(async () => void (system = await startSupervised({ broker: 'redis', routerProcesses: 1, scale: { ticket: 2 } })), 300_000);
  afterAll(() => system?.stop(), 60_000);

  test('those that use the broker, scaled up, replaced and scaled down under load: no request fails, no event is missed or repeated, no ticket is left', async () => {
    expect(await system.healthOf('ticket-workflow')).toMatchObject({ broker: 'redis' });
    const { answered } = await underLoad(system, async () => {
      await system.scale({ 'ticket-workflow': 2 }, quiet);
      await system.restart(['ticket'], quiet);
      await system.scale({ 'ticket-workflow': 1 }, quiet);
    });
    expect(answered).toBeGreaterThan(30);
    await expectHandled(system);
  }, 200_000);
});
