import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@sysops-squad/chassis/logger';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { openToAll } from '../settings.ts';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '../testing/until.ts';
import { createPublicErrors } from './publicErrors.ts';
import { makeManifest, readPersistedOperations, sha256 } from './persistedManifest.ts';

const documents = [
  'query One($id: ID!) { ticket(id: $id) { ...T } } fragment T on Ticket { id title }',
  'subscription Live { ticketEvents { kind } } mutation Rename($id: ID!) { rename(id: $id, title: "New") { title } }',
];
const manifest = makeManifest(documents);
const idOf = (name: string): string => manifest.operations.find((operation) => operation.name === name)!.id;
const hashed = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const codes = ({ body }: { body: { errors?: { extensions: Record<string, unknown> }[] } }) => body.errors?.map(({ extensions }) => extensions['code']);

let folder: string;
let file: string;
let router: TestRouter;
const desk = createDesk();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persisted-'));
  file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify(manifest));
});
afterAll(() => rm(folder, { recursive: true }));

describe('where only persisted operations are accepted', () => {
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { introspection: false, safety: { onlyPersisted: true, persistedFile: file, reportCost: false } });
  });
  afterAll(() => router.stop());
  const answer = { data: { ticket: { id: 'a', title: 'Ticket a' } } };
  const variables = { id: 'a' };

  test('by hash as Apollo’s clients send it, by document id, by GET, and as the same text laid out otherwise', async () => {
    expect((await router.post({ extensions: hashed(idOf('One')), variables })).body).toEqual(answer);
    expect((await router.post({ documentId: `sha256:${idOf('One')}`, variables })).body).toEqual(answer);
    const search = new URLSearchParams({ extensions: JSON.stringify(hashed(idOf('One'))), variables: JSON.stringify(variables) });
    const got = await fetch(`${router.url}?${search.toString()}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await got.json()).toEqual(answer);
    expect((await router.query(documents[0]!.replaceAll(' ', '\n# laid out\n '), variables)).body).toEqual(answer);
  });
  test('the listed text is executed, whatever text is sent along', async () => {
    expect((await router.post({ extensions: hashed(idOf('One')), variables, query: '{ whoAmI { kind } }' })).body).toEqual(answer);
  });
  test('nothing else: not by text, not by GET, not by a hash and its text, not by an unknown id', async () => {
    const other = '{ whoAmI { kind } }';
    const required = await router.query(other);
    expect(required).toMatchObject({ status: 400, body: { errors: [{ message: expect.stringContaining('npm run persisted'), extensions: { code: 'PERSISTED_QUERY_REQUIRED' } }] } });
    expect(required.body.data).toBeUndefined();
    const got = await fetch(`${router.url}?query=${encodeURIComponent(other)}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(((await got.json()) as { errors: unknown[] }).errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_REQUIRED' } }]);
    expect(codes(await router.post({ query: other, extensions: hashed(sha256(other)) }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect((await router.post({ documentId: 'nonsense' })).body.errors).toMatchObject([{ message: expect.stringContaining('nonsense'), extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
    expect(codes(await router.post({ variables: {} }))).toEqual(['PERSISTED_QUERY_REQUIRED']);
    expect((await router.post([{ query: other }])).status).toBe(400);
  });
  test('mutations by GET stay refused', async () => {
    const search = new URLSearchParams({ documentId: idOf('Rename'), variables: JSON.stringify(variables) });
    expect((await fetch(`${router.url}?${search.toString()}`, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(405);
  });
  test('our own services send what they like', async () => {
    const token = await createServiceTokenSource({ service: 'ticket-workflow', privateJwk: router.keys.service.private });
    expect((await router.query('{ whoAmI { kind } }', {}, await token())).body).toEqual({ data: { whoAmI: { kind: 'service' } } });
  });
  test('a changed list is used without a restart, and one that is broken changes nothing', async () => {
    const added = makeManifest([...documents, 'query Added { whoAmI { id } }']);
    const documentId = added.operations.find(({ name }) => name === 'Added')!.id;
    await writeFile(file, JSON.stringify(added));
    await until('the new operation is accepted', async () => (await router.post({ documentId })).body.data !== undefined);
    await writeFile(file, '{');
    await until('the broken list is reported', () => router.logged.some((message) => message.includes('persisted operations refused')));
    expect((await router.post({ documentId })).body.data).toEqual({ whoAmI: { id: null } });
    await writeFile(file, JSON.stringify(manifest));
    await until('the operation is gone', async () => (await router.post({ documentId })).body.data === undefined);
  });
  test('the same on a socket', async () => {
    desk.log.append({ kind: 'CHANGED', ticketId: 'a' });
    const client = liveClient(router.wsUrl, undefined);
    const listed = client.subscribe('', {}, { extensions: hashed(idOf('Live')) });
    await listed.atLeast(1);
    expect(listed.received[0]).toEqual({ data: { ticketEvents: { kind: 'CHANGED' } } });
    listed.stop();
    for (const [refused, code] of [
      [client.subscribe('subscription { ticks { n } }'), 'PERSISTED_QUERY_REQUIRED'],
      [client.subscribe('', {}, { extensions: hashed('0'.repeat(64)) }), 'PERSISTED_QUERY_NOT_FOUND'],
    ] as const) {
      await refused.ended();
      expect(refused.outcome.error).toMatchObject([{ extensions: { code } }]);
    }
    await client.dispose();
  });
});

describe('where any operation is accepted', () => {
  const limits = { ...openToAll.limits, cost: 40, listSize: 100, documentLength: 2_000, tokens: 300 };
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { introspection: false, safety: { persistedFile: file, limits } });
  });
  afterAll(() => router.stop());

  test('an automatic persisted query is unknown, then sent along, then known; a hash of another text is refused', async () => {
    const query = '{ whoAmI { kind } }';
    const extensions = hashed(sha256(query));
    expect(await router.post({ extensions })).toMatchObject({ status: 200, body: { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] } });
    expect((await router.post({ query: '{ broken }', extensions })).body.errors).toMatchObject([{ message: expect.stringContaining('hash'), extensions: { code: 'BAD_REQUEST' } }]);
    expect(codes(await router.post({ extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    for (const body of [{ query, extensions }, { extensions }]) expect((await router.post(body)).body).toEqual({ data: { whoAmI: { kind: 'anonymous' } } });
    expect((await router.post({ documentId: idOf('One'), variables: { id: 'b' } })).body).toEqual({ data: { ticket: { id: 'b', title: 'Ticket b' } } });
  });
  test.each([
    ['cost', '{ a: tickets { customer { id } } b: tickets { customer { id } } c: tickets { id } }', 50, 40],
    ['documentLength', `{ __typename } # ${'x'.repeat(2_000)}`, 2_017, 2_000],
    ['tokens', `{ ${'a '.repeat(310)} }`, undefined, 300],
  ])('%s over its limit is refused with the numbers', async (limit, query, actual, maximum) => {
    const { status, body } = await router.query(query);
    expect(status).toBe(400);
    expect(body).toEqual({ errors: [{ message: expect.stringContaining(String(maximum)), extensions: { code: 'OPERATION_TOO_LARGE', limit, ...(actual && { actual }), maximum } }] });
  });
  test('a subscription is judged as well', async () => {
    const client = liveClient(router.wsUrl, undefined);
    const refused = client.subscribe(`subscription { ticketEvents { ${Array.from({ length: 51 }, (_, i) => `a${i}: kind`).join(' ')} } }`);
    await refused.ended();
    expect(refused.outcome.error).toMatchObject([{ extensions: { code: 'OPERATION_TOO_LARGE', limit: 'aliases', actual: 51, maximum: 50 } }]);
    await client.dispose();
  });
  test('the cost is told to those who ask', async () => {
    const asked = await router.post({ query: '{ tickets { customer { id } } }' }, { 'x-report-cost': '1' });
    expect((asked.body as { extensions?: unknown }).extensions).toEqual({ cost: 20 });
    expect((await router.query('{ tickets { customer { id } } }')).body).not.toHaveProperty('extensions');
  });
  test('with introspection off nothing is suggested, neither fields nor arguments nor on a socket', async () => {
    const messages = [
      ...(await router.query('{ tiket(id: "a") { id } }')).body.errors!,
      ...(await router.query('{ ticket(id: "a") { titel } }')).body.errors!,
      ...(await router.query('{ ticket(ids: "a") { id } }')).body.errors!,
    ].map(({ message }) => message);
    const client = liveClient(router.wsUrl, undefined);
    const refused = client.subscribe('subscription { ticketEvent { kind } }');
    await refused.ended();
    messages.push(...(refused.outcome.error as { message: string }[]).map(({ message }) => message));
    await client.dispose();
    expect(messages.length).toBeGreaterThanOrEqual(4);
    expect(messages.filter((message) => message.includes('Did you mean'))).toEqual([]);
  });
});

describe('a caller who has spent this minute’s budget', () => {
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { safety: { costPerMinute: 25 } });
  });
  afterAll(() => router.stop());
  test('is told when to come back; others are not held up', async () => {
    const token = await router.issuer.token({ sub: 'usr_busy' });
    const query = '{ tickets { customer { id } } }';
    expect((await router.query(query, {}, token)).status).toBe(200);
    const { status, headers, body } = await router.query(query, {}, token);
    expect(status).toBe(429);
    expect(body.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } }]);
    expect(headers.get('retry-after')).toBe(String(body.errors![0]!.extensions['retryAfterSeconds']));
    expect((await router.query(query, {}, await router.issuer.token({ sub: 'usr_idle' }))).status).toBe(200);
    const client = liveClient(router.wsUrl, { authorization: `Bearer ${token}` });
    const refused = client.subscribe('subscription { ticks { n ticket { id } } }');
    await refused.ended();
    expect(refused.outcome.error).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    await client.dispose();
  });
});

test('suggestions are there where introspection is on', async () => {
  const open = await startTestRouter(desk.subgraphs);
  expect((await open.query('{ tiket(id: "a") { id } }')).body.errors![0]!.message).toContain('Did you mean');
  await open.stop();
});

test('what was meant in variables is not suggested either', () => {
  const message = 'Variable "$input" got invalid value { titel: "T" }; Field "titel" is not defined by type "NewTicket". Did you mean "title" or "tidy"?';
  const told = (suggestions: boolean): string => createPublicErrors(createLogger('test'), { suggestions })({ message, extensions: { code: 'BAD_USER_INPUT' } }, undefined).message;
  expect(told(true)).toBe(message);
  expect(told(false)).toBe('Variable "$input" got invalid value { titel: "T" }; Field "titel" is not defined by type "NewTicket".');
});

describe('the manifest', () => {
  test('has each operation with the fragments it uses, under the hash of its text', () => {
    expect(manifest).toMatchObject({ format: 'apollo-persisted-query-manifest', version: 1 });
    expect(manifest.operations.map(({ name, type }) => [name, type])).toEqual([['Live', 'subscription'], ['One', 'query'], ['Rename', 'mutation']]);
    expect(manifest.operations[1]!.body).toContain('fragment T on Ticket');
    expect(manifest.operations[2]!.body).not.toContain('fragment');
    for (const { id, body } of manifest.operations) expect(id).toBe(sha256(body));
  });
  test('has no operation without a name and no name twice', () => {
    expect(() => makeManifest(['{ a }'])).toThrow(/no name/);
    expect(() => makeManifest(['query A { a }', 'query A { b }'])).toThrow(/two operations are named A/);
  });
  test('that cannot be used is named, with how to make one', async () => {
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, '{"format":"other"}');
    await expect(readPersistedOperations(wrong)).rejects.toThrow(/wrong\.json.*npm run persisted/s);
  });
});
