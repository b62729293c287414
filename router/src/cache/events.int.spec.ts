import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter } from '../testing/testRouter.ts';

const definitions = `
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT
`;

test('an event is completed with what is now, whatever is kept for its subscriber', async () => {
  const desk = createDesk();
  const people = { ...desk.subgraphs.people, sdl: definitions + desk.subgraphs.people.sdl.replace('type Customer @key(fields: "id")', 'type Customer @key(fields: "id") @cacheControl(maxAge: 60)') };
  const router = await startTestRouter({ ...desk.subgraphs, people }, { cache: { store: 'memory', megabytes: 1 } });
  const token = await router.issuer.token();
  const client = liveClient(router.wsUrl, { authorization: `Bearer ${token}` });
  try {
    for (let time = 0; time < 2; time += 1) await router.query('{ ticket(id: "a") { customer { name } } }', {}, token);
    expect(desk.counts.peopleFetches).toBe(1);
    const stream = client.subscribe('subscription { ticketEvents { ticket { customer { name } } } }');
    desk.log.append({ kind: 'CHANGED', ticketId: 'a' });
    await stream.atLeast(1);
    expect(stream.received[0]!.data).toEqual({ ticketEvents: { ticket: { customer: { name: 'Name of cus_a' } } } });
    expect(desk.counts.peopleFetches).toBe(2);
  } finally {
    await client.dispose();
    await router.stop();
  }
});
