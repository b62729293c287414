import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const ticket = (told: string) => ({ __resolveReference: async ({ id }: { id: string }) => ({ id, told }) });
const fresh = (label: string) => `type Ticket @key(fields: "id") { id: ID! told: String @override(from: "old", label: "${label}") }`;
const subgraphs = {
  old: {
    sdl: 'type Query { ticket: Ticket } type Subscription { ticks: Ticket } type Ticket @key(fields: "id") { id: ID! told: String }',
    resolvers: {
      Query: { ticket: () => ({ id: '1', told: 'by the old' }) },
      Subscription: { ticks: { subscribe: async function* () { yield { ticks: { id: '1', told: 'by the old' } }; await new Promise((resolve) => setTimeout(resolve, 5_000).unref()); } } },
      Ticket: ticket('by the old'),
    },
  },
  fresh: { sdl: fresh('percent(50)'), resolvers: { Ticket: ticket('by the new') } },
};

describe('a field on its way to another subgraph', () => {
  let router: TestRouter;
  afterEach(() => router.stop());
  const toldTo = async (user: string): Promise<string> => (await router.query('{ ticket { told } }', {}, await router.issuer.token({ sub: user }))).body.data!['ticket'].told;
  const users = Array.from({ length: 24 }, (_, n) => `usr_${n}`);
  const toldToAll = async (): Promise<string[]> => Promise.all(users.map(toldTo));

  test('comes from the new one for some, the same ones every time, in events as in answers; for all or none as its label changes', async () => {
    router = await startTestRouter(subgraphs);
    const first = await toldToAll();
    expect(new Set(first)).toEqual(new Set(['by the old', 'by the new']));
    expect(await toldToAll()).toEqual(first);
    for (const who of ['by the old', 'by the new']) {
      const user = users[first.indexOf(who)]!;
      const client = liveClient(router.wsUrl, { authorization: `Bearer ${await router.issuer.token({ sub: user })}` });
      const stream = client.subscribe('subscription { ticks { told } }');
      await stream.atLeast(1);
      expect(stream.received[0]).toEqual({ data: { ticks: { told: who } } });
      await client.dispose();
    }
    router.changeSdl('fresh', fresh('percent(100)'));
    await router.writeSupergraph();
    await until('it has moved for all', async () => (await toldToAll()).every((told) => told === 'by the new'));
    router.changeSdl('fresh', fresh('percent(0)'));
    await router.writeSupergraph();
    await until('it is back for all', async () => (await toldToAll()).every((told) => told === 'by the old'));
  });

  test.each([[true, 'by the new'], [false, 'by the old']])('configuration decides: %s', async (decided, who) => {
    router = await startTestRouter(subgraphs, { overrideLabels: { 'percent(50)': decided } });
    expect(new Set(await toldToAll())).toEqual(new Set([who]));
  });

  test('EXECUTOR=gateway leaves it where it was', async () => {
    router = await startTestRouter(subgraphs, { executor: 'gateway', overrideLabels: { 'percent(50)': true } });
    expect(new Set(await toldToAll())).toEqual(new Set(['by the old']));
  });
});
