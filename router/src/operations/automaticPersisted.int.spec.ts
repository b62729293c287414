import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { sha256 } from './persistedManifest.ts';
import { codes, hashed, idOf, listedInFile } from './testing/listedOperations.ts';

const desk = createDesk();
let router: TestRouter;
const file = listedInFile();

describe('where any operation is accepted', () => {
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { introspection: false, safety: { persistedFile: file() } });
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
});
