import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../logger.ts';
import { proofHeader } from '../proof/proof.ts';
import { createProofSigner } from '../proof/signer.ts';
import { startSubgraph } from '../subgraph.ts';
import { callerWith, testKeys } from '../testing/identity.ts';
import { answerMetrics } from './answerMetrics.ts';
import { newMetrics, processMetrics, type Metrics } from './metrics.ts';

describe('who may read', () => {
  const statusOf = async (metrics: Metrics | undefined, headers: Record<string, string>, behindProxy = false): Promise<number> => {
    const server = createServer((request, response) => void answerMetrics(metrics, { behindProxy })(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { status } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, { headers });
    await new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
    return status;
  };
  const authorization = 'Bearer a secret of some length';
  const withToken = newMetrics('a secret of some length');

  test('this machine', async () => expect(await statusOf(newMetrics(), {})).toBe(200));
  test.each(['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'])('not what was forwarded: %s', async (name) => expect(await statusOf(newMetrics(), { [name]: '127.0.0.1' })).toBe(404));
  test('not this machine behind a proxy', async () => expect(await statusOf(newMetrics(), {}, true)).toBe(404));
  test('whoever has the token', async () => {
    expect(await statusOf(withToken, { authorization }, true)).toBe(200);
    expect(await statusOf(withToken, { authorization: 'Bearer a secret of other length' }, true)).toBe(404);
    expect(await statusOf(withToken, { authorization: 'Bearer ' }, true)).toBe(404);
    expect(await statusOf(newMetrics(), { authorization: 'Bearer undefined' }, true)).toBe(404);
  });
  test('nobody when they are off', async () => expect(await statusOf(undefined, { authorization })).toBe(404));
  test('off in tests, unless asked for', () => expect(processMetrics()).toBeUndefined());
});

test('a subgraph counts what the router asks, by how it ended, and knows until when it waits', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'metrics-'));
  const schemaFile = join(folder, 'schema.graphql');
  await writeFile(schemaFile, 'type Query { ok: Boolean broken: Boolean waitsMs: Float }');
  const resolvers = { Query: { ok: () => true, broken: () => Promise.reject(new Error('no')), waitsMs: (_: unknown, __: unknown, { deadlineAt }: { deadlineAt: number }) => deadlineAt - Date.now() } };
  const keys = testKeys();
  const common = { context: () => ({}), isReady: async () => true, port: 0, host: '127.0.0.1', routerPublicKey: keys.router.public, logger: createLogger('test') };
  const subgraph = await startSubgraph({ ...common, name: 'sample', schemaFile, resolvers, metrics: newMetrics() });
  const sign = createProofSigner(keys.router.private);
  const send = async (query: string, proven = true) => {
    const body = JSON.stringify({ query });
    const proof = sign({ subgraph: proven ? 'sample' : 'other', method: 'POST', path: '/graphql', body, caller: callerWith('ADMIN') });
    const response = await fetch(subgraph.url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-deadline-ms': '1500', [proofHeader]: proof }, body });
    return (await response.json()) as { data?: { waitsMs: number } };
  };
  const { waitsMs } = (await send('{ waitsMs }')).data!;
  expect(waitsMs).toBeGreaterThan(500);
  expect(waitsMs).toBeLessThanOrEqual(1_500);
  await send('{ ok }');
  await send('{ broken }');
  await send('{ unheardOf }');
  await send('{ ok }', false);
  const text = await (await fetch(new URL('/metrics', subgraph.url))).text();
  expect(text.split('\n').filter((line) => line.startsWith('subgraph_requests_total'))).toEqual([
    'subgraph_requests_total{outcome="answered"} 2',
    'subgraph_requests_total{outcome="errors"} 1',
    'subgraph_requests_total{outcome="refused"} 2',
  ]);
  expect(text).toContain('subgraph_request_duration_seconds_count 5');
  await subgraph.stop();
  await rm(folder, { recursive: true });
});
