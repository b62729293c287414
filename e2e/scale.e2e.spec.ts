import { operation } from '@sysops-squad/client/operations';
import type { Session } from '@sysops-squad/client/session';
import { follow } from './testing/follow.ts';
import { startLoad, type Operation } from './testing/load.ts';
import { startSupervised, type Supervised } from './testing/supervised.ts';
import { password } from './testing/system.ts';
import { eventually, key, sendWell, type Data } from './testing/wire.ts';

type Change = { cursor: string; change: string; ticket: { description: string } };

// Slow is not failed: where much else runs, processes that start take all there is.
Object.assign(process.env, { QUERY_TIMEOUT_MS: '20000', MUTATION_TIMEOUT_MS: '20000', REQUEST_DEADLINE_MS: '30000' });
const pauseMs = 150;
let system: Supervised;
let manager: Session;
let customer: Session;
let ticketId: string;
let product: { productId: string; addressId: string };
beforeAll(async () => {
  system = await startSupervised({ ticket: 2 });
  [manager, customer] = await Promise.all([system.as('manager'), system.as('customer')]);
  const me = await sendWell(customer, 'MyAccount');
  const { node } = me.customer.contracts.edges.find((edge: Data) => edge['node'].status === 'ACTIVE' && edge['node'].coveredProducts.length > 0);
  product = { productId: node.coveredProducts[0].id, addressId: me.customer.addresses[0].id };
  ticketId = (await sendWell(customer, 'CreateTicket', { input: newTicket() })).ticket.id;
}, 300_000);
afterAll(() => system?.stop(), 60_000);

const newTicket = () => ({ ...product, description: 'It hums.', idempotencyKey: key() });
const by = (session: Session | null, name: string, variables: () => Record<string, unknown> = () => ({})) => async (): Promise<Operation> => ({
  query: operation(name), variables: variables(), token: (await session?.accessToken()) ?? null,
});
const positionOf = ({ cursor }: Change): number => Number(Buffer.from(cursor, 'base64url').toString('utf8').split('|').at(-1));

test('scaled up, down, and every process restarted, under load: no request fails, no event is missed or repeated', async () => {
  let changes = 0;
  const clients = [
    by(customer, 'MyAccount'),
    by(customer, 'CreateTicket', () => ({ input: newTicket() })),
    by(manager, 'UpdateTicket', () => ({ input: { ticketId, description: `Change ${(changes += 1)}` } })),
    by(manager, 'TicketDetail', () => ({ id: ticketId })),
    by(null, 'SupportPlans'),
    by(null, 'Login', () => ({ email: 'operative@sysops.example', password })),
  ];
  const query = 'subscription ($ticketId: ID!, $after: String) { ticketChanged(ticketId: $ticketId, after: $after) { cursor change ticket { description } } }';
  const follower = follow<Change>({ url: system.url, query, variables: { ticketId }, token: manager.accessToken });
  await eventually(async () => follower.events.length, (seen) => seen > 0);
  const load = startLoad(system.url, clients, pauseMs);
  const quiet = (): void => undefined;

  await system.scale({ ticket: 3, customer: 2, 'ticket-workflow': 2 }, quiet);
  expect(system.counts()).toMatchObject({ ticket: 3, customer: 2, 'ticket-workflow': 2 });
  await system.scale({ ticket: 1, customer: 1, 'ticket-workflow': 1 }, quiet);
  await system.restart(undefined, quiet);

  await load.stop();
  const last = `Change ${changes}`;
  await eventually(async () => follower.events, (events) => events.some(({ ticket }) => ticket.description === last), 60_000);
  await follower.stop();

  expect(load.failures).toEqual([]);
  expect(load.answered()).toBeGreaterThan(100);
  expect(system.said.filter((line) => line.includes('ended'))).toEqual([]);
  const positions = follower.events.map(positionOf);
  expect(positions).toEqual(Array.from({ length: positions.length }, (_, index) => positions[0]! + index));
  expect(positions.length).toBeGreaterThan(changes);
  expect(follower.breaks).toContain('1012');
}, 400_000);
