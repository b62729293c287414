import type { Session } from '@sysops-squad/client/session';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { password, startSystem, type System } from './testing/system.ts';
import { createTicket, sendWell, type Data } from './testing/wire.ts';

/** What a person may lose, seen through every way to the graph, at two routers. */
let system: System;
let urls: string[];
let ticketId: string;
let names = 0;

beforeAll(async () => {
  system = await startSystem();
  urls = [system.url, await system.startRouterBeside({})];
  ticketId = (await createTicket(system)).id;
}, 120_000);
afterAll(() => system?.stop(), 30_000);

const save = `mutation ($input: SaveUserInput!) { saveUser(input: $input) { user { id email active roles } userErrors { code message } } }`;
const saveUser = async (by: Session, input: Data): Promise<any> => {
  const { data, errors } = await by.send<Data>(save, { input });
  if (errors || data!['saveUser'].userErrors.length > 0) throw new Error(JSON.stringify({ data, errors }));
  return data!['saveUser'].user;
};
const post = async (url: string, token: string, query: string, variables: Data = {}) => {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query, variables }) });
  const { errors } = (await response.json()) as Data;
  return { status: response.status, code: errors?.[0]?.extensions?.code as string | undefined };
};
const events = 'subscription { ticketChanged(ticketId: "TICKET") { __typename } }';

/** Holds a subscription open; resolves with the words at its end. */
const socketOf = (url: string, token: string): Promise<string> =>
  new Promise((resolve) => {
    const client = createClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${token}` } });
    client.on('closed', (event) => resolve(`${(event as { code: number }).code} ${(event as { reason: string }).reason}`));
    client.subscribe({ query: events.replace('TICKET', ticketId) }, { next: () => undefined, error: () => undefined, complete: () => undefined });
  });
const streamOf = async (url: string, token: string, accept: string): Promise<string> => {
  const headers = { accept, 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: events.replace('TICKET', ticketId) }) })).text();
};

const ways: Record<string, (by: Session, person: { id: string; token: string }) => Promise<unknown>> = {
  demoted: (by, { id }) => saveUser(by, { id, roles: ['MANAGER'] }),
  deactivated: (by, { id }) => saveUser(by, { id, active: false }),
  'given a new password': (by, { id }) => saveUser(by, { id, password: 'one more pass phrase' }),
  'signed out': (_by, { token }) => post(system.url, token, 'mutation { logout { userErrors { code } } }'),
};

test.each(Object.keys(ways))('an ADMIN who is %s has no power left, at once at auth, everywhere within 5 seconds', async (how) => {
  const admin = await system.as('admin');
  const email = `lost-${(names += 1)}@sysops.example`;
  const { id } = await saveUser(admin, { email, password, roles: ['ADMIN', 'MANAGER'] });
  const session = await system.as(email);
  const token = (await session.accessToken())!;
  for (const url of urls) expect(await post(url, token, '{ auditLog(first: 1) { edges { cursor } } }')).toEqual({ status: 200, code: undefined });
  const held = urls.flatMap((url) => [socketOf(url, token), streamOf(url, token, 'text/event-stream'), streamOf(url, token, 'multipart/mixed;subscriptionSpec=1.0')]);
  await sendWell(await system.as('manager'), 'TicketDetail', { id: ticketId });

  await ways[how]!(admin, { id, token });
  const lostAt = Date.now();
  // By the router that has not heard of it, perhaps, and by auth, which knows.
  for (const url of urls) {
    expect((await post(url, token, save, { input: { id, active: true, roles: ['ADMIN'] } })).code).toBe('UNAUTHENTICATED');
    expect((await post(url, token, save, { input: { email: `made-${email}`, password, roles: ['ADMIN'] } })).code).toBe('UNAUTHENTICATED');
  }
  const refusedEverywhere = async (): Promise<void> => {
    for (const url of urls) while ((await post(url, token, '{ tickets(first: 1) { edges { cursor } } }')).status !== 401) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await refusedEverywhere();
  const ends = await Promise.all(held);
  expect(Date.now() - lostAt).toBeLessThan(5_000);
  for (const [index, end] of ends.entries()) {
    if (index % 3 === 0) expect(end).toBe('4403 Session ended');
    else expect(end).toContain('"UNAUTHENTICATED"');
  }
  const [account] = await system.query<{ roles: string[]; status: string }>('auth', 'SELECT roles, status FROM account WHERE id = $1', [id]);
  expect(account).toEqual({ roles: how === 'demoted' ? ['MANAGER'] : ['ADMIN', 'MANAGER'], status: how === 'deactivated' ? 'DEACTIVATED' : 'ACTIVE' });
  expect(await system.query('auth', 'SELECT 1 FROM account WHERE email = $1', [`made-${email}`])).toEqual([]);
}, 60_000);

test('with auth stopped a session that ended stays refused, and everybody else goes on', async () => {
  const admin = await system.as('admin');
  const email = `lost-${(names += 1)}@sysops.example`;
  const { id } = await saveUser(admin, { email, password, roles: ['MANAGER'] });
  const token = (await (await system.as(email)).accessToken())!;
  const others = (await (await system.as('manager')).accessToken())!;
  const asked = (of: string) => post(system.url, of, '{ tickets(first: 1) { edges { cursor } } }');
  expect((await asked(token)).status).toBe(200);
  await saveUser(admin, { id, active: false });
  while ((await asked(token)).status !== 401) await new Promise((resolve) => setTimeout(resolve, 50));
  await system.stopProcess('auth');
  expect([(await asked(token)).status, (await asked(others)).status]).toEqual([401, 200]);
  await system.startProcess('auth');
}, 60_000);
