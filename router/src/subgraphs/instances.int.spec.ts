import { anonymous } from '@sysops-squad/chassis/caller';
import { createLogger } from '@sysops-squad/chassis/logger';
import { startMoodyServer, type MoodyServer } from '../testing/moodyServer.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { createSubgraphClient, type SubgraphClient } from './subgraphClient.ts';

const queryTimeoutMs = 1_000;
let servers: MoodyServer[];
let client: SubgraphClient;
beforeEach(async () => {
  servers = [await startMoodyServer(), await startMoodyServer()];
  client = createSubgraphClient({ name: 'moody', urls: servers.map(({ url }) => url), sign: undefined, queryTimeoutMs, mutationTimeoutMs: 2_000, parallelCalls: 8, logger: createLogger('test') });
});
afterEach(async () => {
  const closed = client.close();
  await Promise.all(servers.map((server) => server.die()));
  await closed.catch(() => {});
});

const context = () => ({ caller: anonymous, requestId: 'r', deadline: AbortSignal.timeout(5_000) });
const query = () => client.call('{"query":"{ok}"}', true, context());
const mutate = () => client.call('{"query":"mutation{ok}"}', false, context());
const callsAt = () => servers.map(({ calls }) => calls.length);
const allCalls = () => callsAt().reduce((sum, count) => sum + count, 0);
const times = async (count: number, call: () => Promise<unknown>): Promise<void> => {
  for (let n = 0; n < count; n += 1) await call();
};

test('calls go where there is the least to do', async () => {
  const [busy, free] = servers as [MoodyServer, MoodyServer];
  busy.is('hangs but lives');
  const hanging = Promise.allSettled(Array.from({ length: 6 }, query));
  await until('all have come', () => allCalls() === 6);
  const before = callsAt();
  await times(20, query);
  expect([busy.calls.length - before[0]!, free.calls.length - before[1]!]).toEqual([0, 20]);
  await hanging;
});

test('each takes its share', async () => {
  servers.forEach((server) => server.is('slow'));
  await Promise.all(Array.from({ length: 16 }, mutate));
  expect(callsAt()).toEqual([8, 8]);
});

test('whoever says that it is not ready is left out, and asked again when it is', async () => {
  servers[0]!.wantsCalls(false);
  await until('it is left out', () => client.state().leftOut === 1);
  const before = callsAt();
  await times(10, query);
  expect(callsAt()).toEqual([before[0], before[1]! + 10]);
  servers[0]!.wantsCalls(true);
  await until('it is ready again', () => client.state().ready === 2);
  await until('it is asked again', async () => (await query(), callsAt()[0]! > before[0]!));
});

test('when nobody is ready all are asked, since some answer is better than none', async () => {
  servers.forEach((server) => server.wantsCalls(false));
  await until('both are known not to be ready', () => client.state().ready === 0);
  await times(5, query);
  expect(allCalls()).toBe(5);
});

test('one that drains says so in its answers, and is left out at once', async () => {
  const [leaving] = servers as [MoodyServer];
  leaving.drains();
  await until('it has answered once', async () => (await mutate(), leaving.calls.length > 0));
  await until('it is left out', () => client.state().leftOut === 1, 300);
  const before = leaving.calls.length;
  await times(10, mutate);
  expect(leaving.calls).toHaveLength(before);
});

test('one that is gone costs nothing: what could not be sent goes to another, changes too', async () => {
  await servers[0]!.die();
  await times(10, mutate);
  await times(10, query);
  expect(callsAt()).toEqual([0, 20]);
  await until('it is left out', () => client.state().leftOut === 1);
  expect(client.state().breaker).toBe('closed');
});

test('a change whose connection broke is not sent to another, a query is', async () => {
  servers.forEach((server) => server.is('hangs up'));
  await expect(mutate()).rejects.toThrow();
  expect(allCalls()).toBe(1);
  servers[0]!.is('answers');
  await times(10, query);
});

test('other instances take over without a call lost, and what is under way at the old ones is answered', async () => {
  servers.forEach((server) => server.is('slow'));
  const third = await startMoodyServer();
  const underWay = Promise.all(Array.from({ length: 12 }, mutate));
  await until('they are under way', () => allCalls() === 12);
  client.use([third.url]);
  await times(5, mutate);
  await underWay;
  expect([allCalls(), third.calls.length]).toEqual([12, 5]);
  servers.push(third);
});

test('two instances take twice as many calls at a time as one', async () => {
  servers.forEach((server) => server.is('slow'));
  const outcomes = await Promise.allSettled(Array.from({ length: 60 }, query));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2 * (8 + 16));
});
