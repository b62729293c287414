import { writeFile } from 'node:fs/promises';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { makeManifest, sha256 } from './persistedManifest.ts';
import { codes, documents, hashed, idOf, listedInFile, manifest } from './testing/listedOperations.ts';

const desk = createDesk();
let router: TestRouter;
const file = listedInFile();

describe('where only persisted operations are accepted', () => {
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { introspection: false, safety: { onlyPersisted: true, persistedFile: file(), reportCost: false } });
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
    await writeFile(file(), JSON.stringify(added));
    await until('the new operation is accepted', async () => (await router.post({ documentId })).body.data !== undefined);
    await writeFile(file(), '{');
    await until('the broken list is reported', () => router.logged.some((message) => message.includes('persisted operations refused')));
    expect((await router.post({ documentId })).body.data).toEqual({ whoAmI: { id: null } });
    await writeFile(file(), JSON.stringify(manifest));
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
