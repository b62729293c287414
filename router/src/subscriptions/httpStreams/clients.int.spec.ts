import { createDesk } from '../../testing/desk.ts';
import { streamClient } from '../../testing/streamClient.ts';
import { startTestRouter } from '../../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
const append = (...kinds: string[]): void => desk.log.append(...kinds.map((kind) => ({ kind, ticketId: 'a' })));
const query = 'subscription($a: String) { ticketEvents(after: $a) { cursor kind } }';
const kindsOf = (received: { data?: Record<string, any> | null }[]): string[] => received.map(({ data }) => data!['ticketEvents'].kind);

test('the graphql-sse library: events, a refusal and the end of the token reach the front end as results', async () => {
  const router = await startTestRouter(desk.subgraphs);
  const { issuer } = router;
  const as = async (claims: Record<string, unknown>): Promise<ReturnType<typeof streamClient>> => {
    const token = await issuer.token(claims);
    return streamClient(router.url, () => ({ authorization: `Bearer ${token}` }));
  };
  const client = await as({});
  const [stream, refused, asked] = [client.subscribe(query), client.subscribe('subscription { nothing }'), client.subscribe('{ __typename }')];
  await asked.ended();
  expect([asked.received, asked.outcome.end]).toEqual([[{ data: { __typename: 'Query' } }], 'complete']);
  append('one', 'two');
  await stream.atLeast(2);
  const soonGone = await as({ exp: Math.floor(Date.now() / 1_000) + 4 });
  const ending = soonGone.subscribe(query, { a: '2' });
  expect(kindsOf(stream.received)).toEqual(['one', 'two']);
  await refused.ended();
  expect(refused).toMatchObject({ outcome: { end: 'complete' }, received: [{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }] });
  await ending.ended();
  expect(ending).toMatchObject({ outcome: { end: 'complete' }, received: [{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }] });
  for (const one of [client, soonGone]) one.dispose();
  await router.stop();
});

test('when the router stops, the library comes back to the one that takes over', async () => {
  const first = await startTestRouter(desk.subgraphs);
  const client = streamClient(first.url, undefined, 500);
  const stream = client.subscribe(query, { a: String(2) });
  await until('subscribed', () => desk.log.readers() === 1);
  await first.stop();
  const second = await startTestRouter(desk.subgraphs, { port: first.port });
  await until('subscribed again', () => desk.log.readers() === 1);
  append('three');
  await stream.atLeast(1);
  expect(kindsOf(stream.received)).toEqual(['three']);
  client.dispose();
  await second.stop();
});

test('a browser: GET, each event has its cursor as id, and Last-Event-ID goes on behind it', async () => {
  const router = await startTestRouter(desk.subgraphs);
  const leave = new AbortController();
  const url = `${router.url}?query=${encodeURIComponent('subscription { ticketEvents { kind } }')}`;
  const response = await fetch(url, { headers: { accept: 'text/event-stream', 'last-event-id': '2' }, signal: leave.signal });
  append('four');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  await until('both events', async () => (text += (await reader.read()).value).includes('four'));
  expect(text.replace(/^:\n\n/, '')).toBe('id: 3\nevent: next\ndata: {"data":{"ticketEvents":{"kind":"three"}}}\n\nid: 4\nevent: next\ndata: {"data":{"ticketEvents":{"kind":"four"}}}\n\n');
  leave.abort();
  await router.stop();
});
