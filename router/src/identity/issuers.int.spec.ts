import type { RawRoute } from '@sysops-squad/chassis/subgraph';
import { until } from '@sysops-squad/chassis/testing/until';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { startTokenIssuer, type TokenIssuer } from '../testing/tokens.ts';

let auth: TokenIssuer;
let legacy: TokenIssuer;
let router: TestRouter;

const publishing = ({ keys }: TokenIssuer): Record<string, RawRoute> => ({ 'GET /.well-known/jwks.json': (_request, response) => void response.end(JSON.stringify({ keys })) });
const signsIn = (issuer: TokenIssuer, sdl: string) => ({ sdl, resolvers: { Mutation: { login: () => 'in' } }, routes: publishing(issuer) });
const takenOver = 'type Mutation { login: String @override(from: "legacy") } type Query { auth: String }';
const givenBack = 'type Query { auth: String }';

beforeAll(async () => {
  [auth, legacy] = [await startTokenIssuer(), await startTokenIssuer()];
  const subgraphs = { ...createDesk().subgraphs, auth: signsIn(auth, takenOver), legacy: signsIn(legacy, 'type Mutation { login: String } type Query { legacy: String }') };
  router = await startTestRouter(subgraphs, { jwksUrls: [] });
});
afterAll(async () => {
  await router.stop();
  await Promise.all([auth.stop(), legacy.stop()]);
});

const status = async (by: TokenIssuer, subgraph: string) => (await router.query('{ whoAmI { id } }', {}, await by.token({ iss: `sysops-squad/${subgraph}`, roles: ['ADMIN'] }))).status;
/** Whose token in whose name is taken. */
const trusted = async () => ({
  auth: await status(auth, 'auth'), legacy: await status(legacy, 'legacy'), 'legacy as auth': await status(legacy, 'auth'), 'auth as legacy': await status(auth, 'legacy'), 'a subgraph that signs nobody in': await status(auth, 'tickets'),
});
const nobody = { auth: 401, legacy: 401, 'legacy as auth': 401, 'auth as legacy': 401, 'a subgraph that signs nobody in': 401 };

test('only who serves login by the supergraph of this moment is trusted, each with its own keys', async () => {
  expect(await trusted()).toEqual({ ...nobody, auth: 200 });
  const known = await auth.token();
  expect((await router.query('{ whoAmI { id } }', {}, known)).status).toBe(200);

  router.changeSdl('auth', givenBack);
  await router.writeSupergraph();
  await until('legacy signs in', async () => (await status(legacy, 'legacy')) === 200);
  expect(await trusted()).toEqual({ ...nobody, legacy: 200 });
  expect((await router.query('{ whoAmI { id } }', {}, known)).status).toBe(401);

  router.changeSdl('auth', takenOver);
  await router.writeSupergraph();
  await until('auth signs in again', async () => (await status(auth, 'auth')) === 200);
  expect(await trusted()).toEqual({ ...nobody, auth: 200 });
});
