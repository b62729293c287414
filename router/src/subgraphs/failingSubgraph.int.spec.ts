import { createDesk } from '../testing/desk.ts';
import { startMoodyServer, type MoodyServer } from '../testing/moodyServer.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

const queryTimeoutMs = 500;
let people: MoodyServer;
let router: TestRouter;
beforeEach(async () => {
  people = await startMoodyServer();
  router = await startTestRouter(createDesk().subgraphs, { routingUrls: { people: [people.url] }, queryTimeoutMs });
});
afterEach(async () => {
  await router.stop();
  await people.die();
});

const timed = async (query: string) => {
  const begun = performance.now();
  const { body } = await router.query(query);
  return { ...body, tookMs: performance.now() - begun };
};
const unrelated = '{ ticket(id: "a") { title } }';
const both = (id = 'x') => `{ ticket(id: "a") { title } customer(id: "${id}") { name } }`;
const halfAnswer = { ticket: { title: 'Ticket a' }, customer: null };

test.each(['nonsense', 'hangs up', 'overloaded', 'hangs', 'dead'] as const)('%s: whatever needs nothing of it is answered as ever, and in time', async (mood) => {
  if (mood === 'dead') await people.die();
  else people.is(mood);
  const others = Array.from({ length: 30 }, (_, number) => timed(both(`x${number}`)));
  expect((await timed(unrelated)).data).toEqual({ ticket: { title: 'Ticket a' } });
  expect((await Promise.all(others)).map(({ data }) => data)).toEqual(others.map(() => halfAnswer));
  const later = await timed(both());
  expect(later).toMatchObject({ data: halfAnswer, errors: [{ extensions: { code: 'UNAVAILABLE', subgraph: 'people', retryAfterSeconds: 1 } }] });
  expect(later.tookMs).toBeLessThan(queryTimeoutMs / 2);
  if (mood === 'dead') await people.comeBack();
});
