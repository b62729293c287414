import type { Caller } from '@sysops-squad/chassis/caller';
import { until } from '@sysops-squad/chassis/testing/until';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { streamClient } from '../testing/streamClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

type Told = { sessions: { id: string; at: string }[]; cursor: string; refuseTokensUntil: string | null };

/** Stands in for auth's list of sessions that have ended. */
const teller = () => {
  const state = { ended: [] as { id: string; at: string }[], refuseTokensUntil: null as string | null, failing: false, asked: [] as (string | null)[], callers: [] as Caller[] };
  const sdl = `
    type Query { revokedSessions(after: String): RevokedSessions @requiresScopes(scopes: [["SYSTEM"]]) }
    type RevokedSessions { sessions: [RevokedSession!]! cursor: String! refuseTokensUntil: String }
    type RevokedSession { id: ID! at: String! }`;
  const revokedSessions = (_: unknown, { after = null }: { after?: string | null }, { caller }: { caller: Caller }): Told => {
    state.asked.push(after);
    state.callers.push(caller);
    if (state.failing) throw new Error('down');
    return { sessions: state.ended.slice(Number(after ?? 0)).reverse(), cursor: String(state.ended.length), refuseTokensUntil: state.refuseTokensUntil };
  };
  return { state, subgraph: { sdl, resolvers: { Query: { revokedSessions } } }, end: (id: string) => state.ended.push({ id, at: new Date().toISOString() }) };
};

const desk = createDesk();
const auth = teller();
let router: TestRouter;
beforeAll(async () => {
  auth.end('ses_before');
  router = await startTestRouter({ ...desk.subgraphs, auth: auth.subgraph });
});
afterAll(() => router.stop());

const tokenOf = (sid: string, more: object = {}) => router.issuer.token({ sid, ...more });
const statusOf = async (token: string) => (await router.query('{ whoAmI { id } }', {}, token)).status;
const isRefused = (token: string) => until('the token is refused', async () => (await statusOf(token)) === 401);

test('a session that ended before the router began is refused from its first request on; the router asks as itself', async () => {
  expect(await statusOf(await tokenOf('ses_before'))).toBe(401);
  expect(auth.state.callers[0]).toMatchObject({ kind: 'service', id: 'router', roles: ['SYSTEM'] });
});

test('a known token of a session that ends is refused within five seconds, others go on', async () => {
  const [own, others] = [await tokenOf('ses_own'), await tokenOf('ses_others')];
  expect([await statusOf(own), await statusOf(own), await statusOf(others)]).toEqual([200, 200, 200]);
  const endedAt = Date.now();
  auth.end('ses_own');
  await isRefused(own);
  expect(Date.now() - endedAt).toBeLessThan(5_000);
  expect([await statusOf(await tokenOf('ses_own')), await statusOf(others)]).toEqual([401, 200]);
});

const events = 'subscription { ticketEvents { cursor } }';

test('a socket closes so that its client comes back, and is refused then', async () => {
  const client = liveClient(router.wsUrl, { authorization: `Bearer ${await tokenOf('ses_socket')}` }, 1);
  const subscription = client.subscribe(events);
  desk.log.append({ kind: 'OPENED', ticketId: 'a' });
  await subscription.atLeast(1);
  auth.end('ses_socket');
  await until('closed twice', () => client.closed.length === 2);
  expect(client.closed).toEqual([{ code: 4403, reason: 'Session ended' }, { code: 4403, reason: 'Forbidden' }]);
  await client.dispose();
});

test('an event stream ends with the reason', async () => {
  const authorization = `Bearer ${await tokenOf('ses_stream')}`;
  const client = streamClient(router.url, () => ({ authorization }));
  const subscription = client.subscribe(events);
  await subscription.atLeast(1);
  auth.end('ses_stream');
  await subscription.ended();
  expect(JSON.stringify(subscription.outcome.error ?? subscription.received.at(-1))).toContain('UNAUTHENTICATED');
  client.dispose();
});

test('a multipart response ends with the reason', async () => {
  const headers = { accept: 'multipart/mixed;subscriptionSpec=1.0', 'content-type': 'application/json', authorization: `Bearer ${await tokenOf('ses_parts')}` };
  const response = await fetch(router.url, { method: 'POST', headers, body: JSON.stringify({ query: events }) });
  auth.end('ses_parts');
  const text = await response.text();
  expect(text).toContain('"UNAUTHENTICATED"');
  expect(text).toContain('The session has ended');
});

test('a request whose body is drawn out is not executed when its session has ended meanwhile', async () => {
  const body = new TransformStream<Uint8Array>();
  const writer = body.writable.getWriter();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf('ses_slow')}` };
  const answer = fetch(router.url, { method: 'POST', headers, body: body.readable, duplex: 'half' } as RequestInit);
  const text = new TextEncoder();
  await writer.write(text.encode('{"query":'));
  auth.end('ses_slow');
  await isRefused(await tokenOf('ses_slow'));
  await writer.write(text.encode('"{ whoAmI { id } }"}'));
  await writer.close();
  expect((await answer).status).toBe(401);
});

test('while auth is away what was heard stays, everybody else goes on, and nothing is missed', async () => {
  const [ended, other, later] = [await tokenOf('ses_ended'), await tokenOf('ses_other'), await tokenOf('ses_later')];
  auth.end('ses_ended');
  await isRefused(ended);
  auth.state.failing = true;
  auth.end('ses_later');
  const asked = auth.state.asked.length;
  await until('asked twice more', () => auth.state.asked.length >= asked + 2);
  expect([await statusOf(ended), await statusOf(other), await statusOf(later)]).toEqual([401, 200, 200]);
  auth.state.failing = false;
  await isRefused(later);
  expect(await statusOf(other)).toBe(200);
});

test('a router that has never heard what ended trusts no token of a person, and serves everybody else', async () => {
  const own = teller();
  own.state.failing = true;
  const fresh = await startTestRouter({ ...createDesk().subgraphs, auth: own.subgraph });
  const ask = async (token?: string) => (await fresh.query('{ whoAmI { id } }', {}, token)).status;
  expect([await ask(await fresh.issuer.token()), await ask()]).toEqual([503, 200]);
  own.state.failing = false;
  await until('tokens are good', async () => (await ask(await fresh.issuer.token())) === 200);
  await fresh.stop();
});

test('more ends than an answer holds: tokens from before are told to be refreshed, those from after are good', async () => {
  const own = teller();
  const fresh = await startTestRouter({ ...createDesk().subgraphs, auth: own.subgraph });
  const now = Math.floor(Date.now() / 1_000);
  const old = await fresh.issuer.token({ iat: now - 100 });
  const ask = async (token: string) => (await fresh.query('{ whoAmI { id } }', {}, token)).body.errors?.[0]?.message ?? 'answered';
  expect(await ask(old)).toBe('answered');
  own.state.refuseTokensUntil = new Date((now - 50) * 1_000).toISOString();
  await until('the old one is refused', async () => (await ask(old)).includes('refresh the session'));
  expect(await ask(await fresh.issuer.token({ iat: now }))).toBe('answered');
  await fresh.stop();
});
