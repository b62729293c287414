import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEphemeralKey } from '@sysops-squad/chassis/proof/agreedKey';
import { ProofRefused, proofHeader, proofKeyHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { createLogger } from '@sysops-squad/chassis/logger';
import { startSubgraph, type RunningSubgraph } from '@sysops-squad/chassis/subgraph';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { startWayBetween, type WayBetween } from '../testing/wayBetween.ts';
import { createSubgraphClient, type SubgraphClient } from './subgraphClient.ts';

const keys = testKeys();
const logger = createLogger('test');
const caller = callerWith('ADMIN');
let folder: string;
let executed: string[];
let running: RunningSubgraph[];
let ways: WayBetween[];
let client: SubgraphClient;

const whoAsks = (_: unknown, { note }: { note: string }, context: { caller: typeof caller }): string => {
  executed.push(note);
  if (note === 'pretends') throw new ProofRefused('from a resolver');
  return context.caller.id!;
};
const start = async (port = 0): Promise<RunningSubgraph> =>
  startSubgraph({
    name: 'desk', schemaFile: join(folder, 'desk.graphql'), resolvers: { Query: { read: whoAsks }, Mutation: { change: whoAsks } }, context: () => ({}),
    isReady: async () => true, port, host: '127.0.0.1', routerPublicKey: keys.router.public, logger,
  });
const restart = async (at = 0): Promise<void> => {
  const { port, stop } = running[at]!;
  await stop();
  running[at] = await start(port);
};
const begin = async (instances: number): Promise<void> => {
  executed = [];
  running = await Promise.all(Array.from({ length: instances }, () => start()));
  ways = await Promise.all(running.map((_, at) => startWayBetween(() => running[at]!.url)));
  const sign = createProofSigner(keys.router.private);
  client = createSubgraphClient({ name: 'desk', urls: ways.map(({ url }) => url), sign, queryTimeoutMs: 2_000, mutationTimeoutMs: 2_000, logger });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proven-'));
  await writeFile(join(folder, 'desk.graphql'), 'type Query { read(note: String!): ID! }\ntype Mutation { change(note: String!): ID! }');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => begin(1));
afterEach(async () => {
  jest.restoreAllMocks();
  await client.close();
  await Promise.all([...ways, ...running].map((one) => one.stop()));
});

const call = (body: object, isQuery: boolean) => client.call(JSON.stringify(body), isQuery, { caller, requestId: 'r', deadline: AbortSignal.timeout(5_000) });
const read = (note: string) => call({ query: 'query ($note: String!) { read(note: $note) }', variables: { note } }, true);
const change = (note: string) => call({ query: 'mutation ($note: String!) { change(note: $note) }', variables: { note } }, false);
const answered = { data: expect.objectContaining({}), cacheControl: undefined };
const kindOf = (proof: string): 'signed' | 'MAC' => (proof.split('.').length === 3 ? 'signed' : 'MAC');
/** How each call came, and how it was really answered. */
const passed = (at = 0): string[] => ways[at]!.passed.map(({ headers, answered: status }) => `${kindOf(headers[proofHeader]!)} ${status}`);
const inTenSeconds = (): void => {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now + 10_000);
};

test('signed once, and under a MAC from then on', async () => {
  for (const note of ['a', 'b']) expect((await read(note)).data).toEqual({ read: 'usr_admin' });
  expect((await change('c')).data).toEqual({ change: 'usr_admin' });
  expect(passed()).toEqual(['signed 200', 'MAC 200', 'MAC 200']);
});

test('an instance that was replaced at the same place between two calls: the client notices nothing, and nothing is done twice', async () => {
  await read('a');
  await restart();
  expect((await change('b')).data).toEqual({ change: 'usr_admin' });
  await restart();
  expect((await read('c')).data).toEqual({ read: 'usr_admin' });
  expect(executed).toEqual(['a', 'b', 'c']);
  inTenSeconds();
  await change('d');
  await restart();
  expect(await Promise.all(Array.from({ length: 8 }, (_, n) => change(`e${n}`)))).toEqual(Array(8).fill(answered));
  expect(executed.slice(4).sort()).toEqual(Array.from({ length: 8 }, (_, n) => `e${n}`));
  expect(passed().slice(0, 5)).toEqual(['signed 200', 'MAC 401', 'signed 200', 'signed 200', 'MAC 200']);
});

test('several instances, each with a key of its own', async () => {
  await Promise.all([client.close(), ...[...ways, ...running].map((one) => one.stop())]);
  await begin(3);
  for (let n = 0; n < 4; n += 1) expect(await Promise.all(Array.from({ length: 9 }, (_, m) => change(`${n}.${m}`)))).toEqual(Array(9).fill(answered));
  await restart(1);
  for (let n = 4; n < 8; n += 1) expect(await Promise.all(Array.from({ length: 9 }, (_, m) => change(`${n}.${m}`)))).toEqual(Array(9).fill(answered));
  expect(new Set(executed).size).toBe(72);
  expect(executed).toHaveLength(72);
  for (const at of [0, 2]) expect(passed(at)).not.toContain('MAC 401');
  for (const at of [0, 1, 2]) expect(passed(at)).toContain('MAC 200');
});

describe('whoever may write into answers on their way gains nothing', () => {
  const tellsKey = (key: string) => ways[0]!.changes((answer) => ({ ...answer, headers: { ...answer.headers, [proofKeyHeader]: key } }));

  test.each<[string, () => string]>([['his own key', () => createEphemeralKey().publicKey], ['one with which everybody agrees', () => 'A'.repeat(43)], ['nonsense', () => 'x, y']])('by telling %s', async (_, key) => {
    tellsKey(key());
    for (const note of ['a', 'b', 'c']) await change(note);
    expect(executed).toEqual(['a', 'b', 'c']);
    expect(passed().filter((one) => one === 'MAC 200')).toEqual([]);
  });

  test('by keeping the key to himself: everything is signed', async () => {
    ways[0]!.changes(({ headers: { [proofKeyHeader]: _, ...headers }, ...answer }) => ({ ...answer, headers }));
    for (const note of ['a', 'b']) await change(note);
    expect(passed()).toEqual(['signed 200', 'signed 200']);
  });

  test('by saying that what was done has been refused: it is not done twice', async () => {
    await read('a');
    ways[0]!.changes((answer) => ({ ...answer, status: 401 }));
    await expect(change('b')).rejects.toThrow('refused the proof of the router');
    expect(executed).toEqual(['a', 'b']);
    expect(passed()).toEqual(['signed 200', 'MAC 200', 'signed 401']);
  });

  test('by sending what he saw once more, here or to another instance', async () => {
    const other = await start();
    running.push(other);
    await read('a');
    await read('b');
    const { headers: { 'content-length': _, connection: __, host: ___, ...headers }, body } = ways[0]!.passed[1]!;
    for (const { url } of [running[0]!, other]) expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
    expect(executed).toEqual(['a', 'b']);
  });
});

test('a 401 never comes after something was executed, whatever a resolver throws', async () => {
  expect((await change('pretends')).errors).toEqual([expect.objectContaining({ path: ['change'] })]);
  expect(passed()).toEqual(['signed 200']);
});

test('a key is told to whoever signs or is refused, and not to others', async () => {
  await read('a');
  await read('b');
  const { headers: { 'content-length': _, connection: __, host: ___, ...headers }, body } = ways[0]!.passed[1]!;
  const keyTold = async (proof?: string) => (await fetch(running[0]!.url, { method: 'POST', headers: { ...headers, [proofHeader]: proof ?? '' }, body })).headers.has(proofKeyHeader);
  const sign = createProofSigner(keys.router.private);
  expect([await keyTold(), await keyTold(sign({ subgraph: 'desk', method: 'POST', path: '/graphql', body, caller }))]).toEqual([true, true]);
  let told: unknown = 'nothing passed';
  ways[0]!.changes((answer) => ((told = answer.headers[proofKeyHeader]), answer));
  await read('c');
  expect(told).toBeUndefined();
});
