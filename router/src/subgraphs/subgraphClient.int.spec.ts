import { anonymous } from '@sysops-squad/chassis/caller';
import { createLogger } from '@sysops-squad/chassis/logger';
import { startMoodyServer, type MoodyServer } from '../testing/moodyServer.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { createSubgraphClient, SubgraphUnavailable, type SubgraphClient } from './subgraphClient.ts';

const queryTimeoutMs = 600;
let server: MoodyServer;
let client: SubgraphClient;
beforeEach(async () => {
  server = await startMoodyServer();
  client = createSubgraphClient({ name: 'moody', urls: [server.url], sign: undefined, queryTimeoutMs, mutationTimeoutMs: 1_200, parallelCalls: 8, logger: createLogger('test') });
});
afterEach(async () => {
  const closed = client.close();
  await server.die();
  await closed.catch(() => {});
});

const context = () => ({ caller: anonymous, requestId: 'r', deadline: AbortSignal.timeout(5_000) });
const query = () => client.call('{"query":"{ok}"}', true, context());
const mutate = () => client.call('{"query":"mutation{ok}"}', false, context());
const outcome = async (call: Promise<unknown>): Promise<string> => call.then(() => 'answered', (error: Error) => (expect(error).toBeInstanceOf(SubgraphUnavailable), error.message));
const took = async (call: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await outcome(call());
  return performance.now() - begun;
};

test('hung: costs the time-out once, then every answer is no, at once; alive again: answers again', async () => {
  await query();
  server.is('hangs');
  expect(await outcome(query())).not.toBe('answered');
  expect(await took(query)).toBeLessThan(queryTimeoutMs / 2);
  expect(await took(mutate)).toBeLessThan(queryTimeoutMs / 2);
  expect(server.calls).toHaveLength(2);
  server.is('answers');
  await until('it has shown a sign of life', () => client.state().breaker === 'trying');
  expect(await outcome(query())).toBe('answered');
  expect(client.state()).toEqual({ breaker: 'closed', ready: 1, leftOut: 0, inside: 0, waiting: 0 });
});

test('hung under load: whoever waits for a place hears at once when it is known', async () => {
  await query();
  server.is('hangs');
  const first = query();
  await until('the first is under way', () => server.calls.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const others = Array.from({ length: 15 }, () => took(query));
  await outcome(first);
  const known = performance.now();
  expect(client.state().waiting).toBeLessThanOrEqual(8);
  await until('nobody waits', () => client.state().waiting === 0);
  expect(performance.now() - known).toBeLessThan(80);
  await Promise.all(others);
  expect(server.calls.length).toBe(2 + 7);
});

test('hung, though it shows signs of life: few calls at a time find out, the others are answered no at once', async () => {
  server.is('hangs but lives');
  await outcome(query());
  await until('it has shown a sign of life', () => client.state().breaker === 'trying');
  const before = server.calls.length;
  await Promise.all(Array.from({ length: 20 }, () => outcome(query())));
  expect(server.calls.length - before).toBe(4);
  expect(client.state().breaker).toBe('open');
});

test('slow: answered, a few at a time, and changes come before reads', async () => {
  server.is('slow');
  const calls = [...Array.from({ length: 16 }, query), mutate()];
  expect(new Set(await Promise.all(calls.map(outcome)))).toEqual(new Set(['answered']));
  const position = server.calls.findIndex(({ body }) => body.includes('mutation'));
  expect(position).toBeGreaterThanOrEqual(8);
  expect(position).toBeLessThan(16);
});

test('more than may wait: refused at once, and not sent', async () => {
  server.is('slow');
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => outcome(query())));
  expect(outcomes.filter((text) => text.includes('too many calls'))).toHaveLength(40 - 8 - 16);
  expect(server.calls).toHaveLength(8 + 16);
});

describe('one more try', () => {
  test.each(['hangs up', 'overloaded'] as const)('%s: for a query, not for a mutation', async (mood) => {
    server.is(mood);
    await outcome(mutate());
    expect(server.calls).toHaveLength(1);
    const answered = query();
    await until('the first try has failed', () => server.calls.length > 1);
    server.is('answers');
    expect(await outcome(answered)).toBe('answered');
    expect(server.calls).toHaveLength(3);
  });

  test('within a budget: what fails is not sent twice for long', async () => {
    server.is('overloaded');
    for (let n = 0; n < 18; n += 1) await outcome(query());
    expect(server.calls.length).toBeGreaterThan(18 + 5);
    expect(server.calls.length).toBeLessThanOrEqual(18 + 11);
  });

  test('nonsense is not asked for twice', async () => {
    server.is('nonsense');
    expect(await outcome(query())).toContain('without GraphQL');
    expect(server.calls).toHaveLength(1);
  });
});

test.each(['nonsense', 'hangs up', 'overloaded'] as const)('%s, again and again: no longer asked, until it is well', async (mood) => {
  server.is(mood);
  await Promise.all(Array.from({ length: 8 }, () => outcome(mutate())));
  for (let n = 0; n < 20; n += 1) await outcome(mutate());
  expect(server.calls).toHaveLength(20);
  server.is('answers');
  await until('it has shown a sign of life', () => client.state().breaker === 'trying');
  expect(await outcome(mutate())).toBe('answered');
});

test('dead: no longer asked, and served within a second of its return', async () => {
  await server.die();
  for (let n = 0; n < 25; n += 1) await outcome(mutate());
  expect(client.state().breaker).toBe('open');
  await server.comeBack();
  const back = performance.now();
  await until('it has shown a sign of life', () => client.state().breaker === 'trying');
  expect(performance.now() - back).toBeLessThan(1_500);
  expect(await outcome(query())).toBe('answered');
});

test('the subgraph is told how long is left', async () => {
  await client.call('{"query":"{ok}"}', true, { ...context(), deadlineAt: Date.now() + 100 });
  await query();
  const left = server.calls.map(({ headers }) => Number(headers['x-deadline-ms']));
  expect(left[0]).toBeLessThanOrEqual(100);
  expect(left[1]).toBeGreaterThan(100);
  expect(left[1]).toBeLessThanOrEqual(queryTimeoutMs);
});
