import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Caller } from './caller.ts';
import { createLogger } from './logger.ts';
import { proofHeader, subscriptionBody } from './proof/proof.ts';
import { createProofSigner } from './proof/signer.ts';
import { startSubgraph, type RunningSubgraph } from './subgraph.ts';
import { abortable } from './subscriptionSource.ts';
import { callerWith, testKeys } from './testing/identity.ts';
import { rawAnswer, sendAndReset, upgradeOf } from './testing/rawSocket.ts';

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@requiresScopes"])
  type Query { whoAmI: String secret: String @requiresScopes(scopes: [["ADMIN"]]) broken: String twice(number: Int!): Int say(word: Words): String }
  input Words { words: [String!] }
  type Subscription { count(to: Int!): Int }
`;
let contexts = 0;
const resolvers = {
  Query: {
    whoAmI: (_: unknown, __: unknown, { caller }: { caller: Caller }) => caller.id,
    secret: () => 'gold',
    say: (_: unknown, { word }: { word: { words: string[] } }) => word.words.join(' '),
    twice: (_: unknown, { number }: { number: number }) => 2 * number,
    broken: () => {
      throw new Error('postgresql://user:password@db is down');
    },
  },
  Subscription: {
    count: {
      subscribe: (_: unknown, { to }: { to: number }) =>
        abortable(async function* () {
          for (let count = 1; count <= to; count += 1) yield { count };
        }),
    },
  },
};

describe('a subgraph', () => {
  const keys = testKeys();
  let subgraph: RunningSubgraph;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chassis-'));
    await writeFile(join(folder, 'schema.graphql'), typeDefs);
    subgraph = await startSubgraph({
      name: 'sample',
      schemaFile: join(folder, 'schema.graphql'),
      resolvers,
      context: () => ({ number: (contexts += 1) }),
      isReady: async () => true,
      port: 0,
      host: '127.0.0.1',
      routerPublicKey: keys.router.public,
      logger: createLogger('sample'),
    });
  });
  afterAll(async () => {
    await subgraph.stop();
    await rm(folder, { recursive: true });
  });

  const send = async (query: string, proof: string | undefined, body = JSON.stringify({ query })) => {
    const headers = { 'content-type': 'application/json', ...(proof ? { [proofHeader]: proof } : {}) };
    const response = await fetch(subgraph.url, { method: 'POST', headers, body });
    return { status: response.status, answer: (await response.json()) as { data?: Record<string, unknown>; errors?: { message: string; extensions: { code: string } }[] } };
  };
  const sign = createProofSigner(keys.router.private);
  const prove = async (query: string, caller = callerWith('CUSTOMER'), subgraphName = 'sample') =>
    sign({ subgraph: subgraphName, method: 'POST', path: '/graphql', body: JSON.stringify({ query }), caller });
  const proveBody = async (body: string) => sign({ subgraph: 'sample', method: 'POST', path: '/graphql', body, caller: callerWith('CUSTOMER') });

  it('answers the caller whom the proof names', async () => {
    const query = '{ whoAmI }';
    expect((await send(query, await prove(query))).answer).toEqual({ data: { whoAmI: 'usr_customer' } });
  });

  it.each([
    ['no proof', async () => undefined],
    ['a proof for another subgraph', () => prove('{ whoAmI }', callerWith('ADMIN'), 'other')],
    ['a proof for another body', () => prove('{ secret }', callerWith('ADMIN'))],
  ])('refuses %s', async (_, proof) => {
    const { status, answer } = await send('{ whoAmI }', await proof());
    expect([status, answer.data, answer.errors?.[0]?.extensions.code]).toEqual([401, undefined, 'UNAUTHENTICATED']);
  });

  it('accepts a proof once', async () => {
    const proof = await prove('{ whoAmI }');
    expect((await send('{ whoAmI }', proof)).status).toBe(200);
    expect((await send('{ whoAmI }', proof)).status).toBe(401);
  });

  it('refuses the wrong role with FORBIDDEN', async () => {
    const { answer } = await send('{ secret }', await prove('{ secret }'));
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it.each([
    ['GRAPHQL_PARSE_FAILED', { query: '{ whoAmI' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: '{ whoIsShe }' }],
    ['BAD_USER_INPUT', { query: 'query ($number: Int!) { twice(number: $number) }', variables: { number: 'two' } }],
    ['BAD_USER_INPUT', { query: 'query ($number: Int!) { twice(number: $number) }' }],
    ['BAD_USER_INPUT', { query: 'query One { whoAmI } query Two { whoAmI }', operationName: 'Three' }],
    ['BAD_USER_INPUT', { query: '{ say(word: { words: ["a", "\\u0000"] }) }' }],
    ['BAD_USER_INPUT', { query: 'query ($w: Words) { say(word: $w) }', variables: { w: { words: ['a', 'b\0'] } } }],
    ['BAD_USER_INPUT', { query: 'query ($w: Words) { say(word: $w) }', variables: { w: { words: ['a', '\ud800'] } } }],
    ['BAD_REQUEST', { query: 7 }],
    ['BAD_REQUEST', 'not JSON'],
  ])('refuses with %s: %j', async (code, operation) => {
    const body = typeof operation === 'string' ? operation : JSON.stringify(operation);
    for (const _ of ['once', 'and again, when it has been read before']) {
      const { status, answer } = await send('', await proveBody(body), body);
      expect([status, answer.data, answer.errors?.map(({ extensions }) => extensions.code)]).toEqual([400, undefined, [code]]);
    }
  });

  it.each([
    [415, 'application/json; charset=windows-1252', Buffer.from('{"query":"{ whoAmI }"}')],
    [400, 'application/json', Buffer.from('{"query":"{ whoAmI }","x":"\xff"}', 'latin1')],
  ])('refuses another encoding with %i: %s', async (expected, type, body) => {
    const proof = await sign({ subgraph: 'sample', method: 'POST', path: '/graphql', body: body as never, caller: callerWith('CUSTOMER') });
    const response = await fetch(subgraph.url, { method: 'POST', headers: { 'content-type': type, [proofHeader]: proof }, body });
    expect([response.status, ((await response.json()) as any).errors[0].extensions.code]).toEqual([expected, 'BAD_REQUEST']);
  });

  it('reads variables anew for the same operation', async () => {
    const query = 'query ($number: Int!) { twice(number: $number) }';
    for (const number of [2, 3]) {
      const body = JSON.stringify({ query, variables: { number } });
      expect((await send('', await proveBody(body), body)).answer.data).toEqual({ twice: 2 * number });
    }
  });

  it('masks what it did not mean to say', async () => {
    const { answer } = await send('{ broken }', await prove('{ broken }'));
    expect(answer.errors?.[0]?.extensions.code).toBe('INTERNAL');
    expect(JSON.stringify(answer)).not.toContain('password');
  });

  const subscribe = async (query: string, variables: Record<string, unknown>, proofOf: (body: string) => Promise<string>) => {
    const client = createClient({ url: subgraph.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const seen: unknown[] = [];
    const extensions = { proof: await proofOf(subscriptionBody({ query, variables })) };
    for await (const { data, errors } of client.iterate({ query, variables, extensions })) seen.push(errors?.[0]?.extensions?.['code'] ?? data);
    await client.dispose();
    return seen;
  };
  const proveSubscription = async (body: string) =>
    sign({ subgraph: 'sample', method: 'SUBSCRIBE', path: '/graphql', body, caller: callerWith('EXPERT') });

  it('streams events over graphql-ws, each with a context of its own', async () => {
    const before = contexts;
    expect(await subscribe('subscription ($to: Int!) { count(to: $to) }', { to: 3 }, proveSubscription)).toEqual([{ count: 1 }, { count: 2 }, { count: 3 }]);
    expect(contexts - before).toBe(4);
  });

  it('refuses a subscription with a NUL', async () => {
    const answer = subscribe('subscription ($to: Int!) { count(to: $to) }', { to: 3, note: 'a\0' }, proveSubscription);
    await expect(answer).rejects.toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'note' } }]);
  });

  it('refuses a subscription whose proof was made for another one', async () => {
    await expect(subscribe('subscription { count(to: 9) }', {}, () => proveSubscription('other'))).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it.each([['//', 404], ['http://[', 400], ['*', 404]])('lives on after %s', async (target, status) => {
    const head = `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`;
    expect(await rawAnswer(subgraph.port, head)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(await rawAnswer(subgraph.port, upgradeOf(target))).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
  it('lives on after upgrades that are refused and reset', async () => {
    for (let n = 0; n < 20; n += 1) await sendAndReset(subgraph.port, upgradeOf('/elsewhere'));
    expect(await rawAnswer(subgraph.port, upgradeOf('/elsewhere'))).toMatch(/^HTTP\/1.1 404 /);
  });

  it('is live and ready', async () => {
    const base = subgraph.url.replace('/graphql', '');
    expect((await fetch(`${base}/health/live`)).status).toBe(200);
    expect((await fetch(`${base}/health/ready`)).status).toBe(200);
  });
});
