import { WebSocket } from 'ws';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import type { LiveLimits } from './liveLimits.ts';

const desk = createDesk();
let router: TestRouter | undefined;
let clients: ReturnType<typeof liveClient>[] = [];
let leave = new AbortController();
afterEach(async () => {
  leave.abort();
  leave = new AbortController();
  for (const client of clients) await client.dispose();
  clients = [];
  await router?.stop();
});
const start = async (live: Partial<LiveLimits>): Promise<void> => void (router = await startTestRouter(desk.subgraphs, { live }));

const query = 'subscription { ticketEvents { cursor } }';
const connect = async (sub: string) => {
  const client = liveClient(router!.wsUrl, { authorization: `Bearer ${await router!.issuer.token({ sub })}` });
  clients.push(client);
  return client;
};
const stream = async (sub: string): Promise<Response> => {
  const authorization = `Bearer ${await router!.issuer.token({ sub })}`;
  return fetch(router!.url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization }, body: JSON.stringify({ query }), signal: leave.signal });
};
const subscribed = (count: number) => until(`${count} subscriptions`, () => desk.log.readers() === count);

test('a user: so many sockets and streams together, and again one when one has ended; another user is not concerned', async () => {
  await start({ connectionsPerUser: 3 });
  const [first, second, fourth] = [await connect('usr_1'), await connect('usr_1'), await connect('usr_1')];
  const own = [first.subscribe(query), second.subscribe(query)];
  await subscribed(2);
  expect((await stream('usr_1')).status).toBe(200);
  await subscribed(3);

  fourth.subscribe(query);
  await until('it is closed', () => fourth.closed.length > 0);
  expect(fourth.closed[0]).toEqual({ code: 1013, reason: 'A user holds at most 3 sockets and streams: end one.' });
  const refused = await stream('usr_1');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect((await stream('usr_2')).status).toBe(200);

  own[0]!.stop();
  await first.dispose();
  await until('there is room again', async () => (await stream('usr_1')).status === 200);
});

test('a user: so many subscriptions on all sockets together; a socket: so many on it', async () => {
  await start({ subscriptionsPerUser: 5, subscriptionsPerSocket: 4 });
  const [one, other] = [await connect('usr_3'), await connect('usr_3')];
  const onOne = Array.from({ length: 5 }, () => one.subscribe(query));
  await until('the fifth is refused', () => onOne.some(({ outcome }) => outcome.end === 'error'));
  expect(onOne.map(({ outcome }) => JSON.stringify(outcome.error)).find(Boolean)).toMatch(/A socket carries at most 4.*RATE_LIMITED/);
  await subscribed(4);
  const onOther = [other.subscribe(query)];
  await subscribed(5);
  onOther.push(other.subscribe(query));
  await onOther[1]!.ended();
  expect(onOther[1]!.outcome.error).toMatchObject([{ message: expect.stringContaining('at most 5 subscriptions'), extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 30 } }]);
  onOther[0]!.stop();
  await subscribed(4);
  other.subscribe(query);
  await subscribed(5);
});

/** A client that does what it is told and no more; gives back how its socket was closed. */
async function raw(options: { autoPong: boolean }, ...afterwards: object[]): Promise<{ code: number; reason: string }> {
  const socket = new WebSocket(router!.wsUrl, 'graphql-transport-ws', options);
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('message', (data) => String(data).includes('connection_ack') && afterwards.forEach((message) => socket.send(JSON.stringify(message))));
  return new Promise((resolve) => socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })));
}

test('a client that answers no ping is disconnected, whatever it is subscribed to', async () => {
  await start({ pingEveryMs: 500 });
  const ended = raw({ autoPong: false }, { type: 'subscribe', id: '1', payload: { query } });
  await subscribed(1);
  expect(await ended).toMatchObject({ code: 1006 });
  await subscribed(0);
});

test('a socket without a subscription is closed after a while; one with a subscription is not', async () => {
  await start({ idleAfterMs: 500 });
  const client = await connect('usr_4');
  client.subscribe(query);
  await subscribed(1);
  expect(await raw({ autoPong: true })).toEqual({ code: 1000, reason: 'Idle' });
  expect(client.closed).toEqual([]);
});
