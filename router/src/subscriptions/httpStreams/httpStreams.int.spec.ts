import { createDesk } from '../../testing/desk.ts';
import { readMultipart } from '../../testing/multipartReader.ts';
import { startTestRouter, type TestRouter } from '../../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
let router: TestRouter;
let leave = new AbortController();
let written = 0;
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs, { queryTimeoutMs: 10_000, deadlineMs: 15_000 });
});
afterEach(async () => {
  leave.abort();
  leave = new AbortController();
  await until('no reader is left at the subgraph', () => desk.log.readers() === 0);
});
afterAll(() => router.stop());

const append = (...ticketIds: string[]): void => {
  written += ticketIds.length;
  desk.log.append(...ticketIds.map((ticketId) => ({ kind: 'CHANGED', ticketId })));
};
const accepts = { 'event stream': 'text/event-stream', multipart: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json' };
const formats = ['event stream', 'multipart'] as const;
type Format = (typeof formats)[number];

const ask = (format: Format, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json', accept: accepts[format], ...headers }, body: JSON.stringify(body), signal: leave.signal });
const subscribe = (format: Format, query: string, variables: object = {}, headers: Record<string, string> = {}) => ask(format, { query, variables }, headers);

/** Payloads and what ends the stream, in one shape for both formats. */
async function* messages(format: Format, response: Response): AsyncGenerator<Record<string, any>, void, void> {
  if (format === 'multipart') {
    for await (const part of readMultipart(response)) if (Object.keys(part).length > 0) yield part['payload'] ?? part;
    return;
  }
  let buffer = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const [...events] = (buffer += chunk).split('\n\n');
    buffer = events.pop()!;
    for (const event of events) {
      if (event.startsWith('event: complete')) return;
      const data = /^(?:id: .*\n)?event: next\ndata: (.*)$/.exec(event)?.[1];
      if (data) yield JSON.parse(data);
      else if (event !== ':') throw new Error(`not an event: ${event}`);
    }
  }
  throw new Error('the stream broke off without its end');
}
async function take(format: Format, response: Response, count: number): Promise<Record<string, any>[]> {
  const taken = [];
  for await (const message of messages(format, response)) if (taken.push(message) === count) break;
  return taken;
}

describe.each(formats)('a subscription as %s', (format) => {
  const query = 'subscription($a: String) { ticketEvents(after: $a) { cursor ticket { customer { name seenBy } } } }';

  test('brings events that are completed as its subscriber, from `after` on', async () => {
    append('x', 'y');
    const authorization = `Bearer ${await router.issuer.token({ sub: 'usr_7' })}`;
    const response = await subscribe(format, query, { a: String(written - 1) }, { authorization });
    expect(response.status).toBe(200);
    append('z');
    const customerOf = (id: string) => ({ customer: { name: `Name of cus_${id}`, seenBy: 'usr_7' } });
    expect(await take(format, response, 2)).toEqual([
      { data: { ticketEvents: { cursor: String(written - 1), ticket: customerOf('y') } } },
      { data: { ticketEvents: { cursor: String(written), ticket: customerOf('z') } } },
    ]);
  });

  test('goes on over a restart of the subgraph, and ends when the client leaves', async () => {
    const response = await subscribe(format, query, { a: String(written) });
    const received: Record<string, any>[] = [];
    const reading = (async () => { for await (const message of messages(format, response)) received.push(message); })().catch(() => {});
    append('p');
    await until('the first event', () => received.length === 1);
    const { port } = router.subgraph('tickets');
    await router.subgraph('tickets').stop();
    append('q');
    await router.startSubgraph('tickets', port);
    await until('the second event', () => received.length === 2);
    expect(received.map(({ data }) => data['ticketEvents'].cursor)).toEqual([String(written - 1), String(written)]);
    leave.abort();
    await reading;
    await until('the subgraph has no reader', () => desk.log.readers() === 0);
  });

  test('every event is authorised anew: what the subscriber may not see any more is null, and says so', async () => {
    const authorization = `Bearer ${await router.issuer.token({ sub: 'usr_8' })}`;
    const response = await subscribe(format, query, { a: String(written) }, { authorization });
    desk.blocked.add('usr_8');
    append('a');
    const [event] = await take(format, response, 1);
    desk.blocked.delete('usr_8');
    expect(event).toMatchObject({ data: { ticketEvents: { ticket: { customer: { name: null } } } } });
    expect(event!['errors']).toEqual([{ message: 'You may not see this customer.', path: ['ticketEvents', 'ticket', 'customer'], extensions: { code: 'FORBIDDEN' } }]);
  });

  test('ends with UNAUTHENTICATED when its token does', async () => {
    const authorization = `Bearer ${await router.issuer.token({ exp: Math.floor(Date.now() / 1_000) + 4 })}`;
    const response = await subscribe(format, query, { a: String(written) }, { authorization });
    expect(await take(format, response, 2)).toMatchObject([{ errors: [{ message: expect.stringContaining('expired'), extensions: { code: 'UNAUTHENTICATED' } }] }]);
  });

  test('a token that is refused, an operation beyond the budget: as for queries', async () => {
    expect(await (await subscribe(format, query, {}, { authorization: 'Bearer nonsense' })).json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect((await subscribe(format, query, {}, { authorization: 'Bearer nonsense' })).status).toBe(401);
  });

  test('one that cannot go on ends with UNAVAILABLE', async () => {
    const response = await subscribe(format, 'subscription { ticks { n } }');
    await until('subscribed', () => desk.log.readers() === 1);
    const { port } = router.subgraph('tickets');
    await router.subgraph('tickets').stop();
    await router.startSubgraph('tickets', port);
    expect((await take(format, response, written + 2)).at(-1)).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
  });
});

describe('what cannot be subscribed to', () => {
  const wrong = 'subscription { ticketEvents { colour } }';
  const seen = { message: expect.stringContaining('colour'), locations: [{ line: 1, column: 31 }], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
  test('event stream: is told within the stream, since clients try again on any other status', async () => {
    const response = await subscribe('event stream', wrong);
    expect(response.status).toBe(200);
    expect(await take('event stream', response, 2)).toEqual([{ errors: [seen] }]);
  });
  test('multipart: 400 and JSON', async () => {
    const response = await subscribe('multipart', wrong);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ errors: [seen] });
  });
  test('an operation that is too large, in either way', async () => {
    const deep = `subscription { ticketEvents { ${'ticket { '.repeat(20)} id ${'}'.repeat(20)} } }`;
    expect(await take('event stream', await subscribe('event stream', deep), 2)).toMatchObject([{ errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] }]);
    expect(await (await subscribe('multipart', deep)).json()).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] });
  });
  test('a query: the event stream has one event, with multipart it is answered', async () => {
    const response = await subscribe('event stream', '{ __typename }');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(await response.text()).toBe(':\n\nevent: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n');
    expect(await (await subscribe('multipart', '{ __typename }')).json()).toEqual({ data: { __typename: 'Query' } });
  });
  test('a query that is wrong, and one that another site could have sent', async () => {
    const [answer, ...others] = await take('event stream', await subscribe('event stream', '{ nothing }'), 2);
    expect([answer, others]).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }, []]);
    const foreign = await fetch(`${router.url}?query=${encodeURIComponent('{ __typename }')}`, { headers: { accept: 'text/event-stream' } });
    expect([foreign.status, await foreign.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
  });
  test('wrong variables', async () => expect(await (await ask('multipart', { query: 'subscription { ticketEvents { cursor } }', variables: [] })).json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] }));
});

test('a subscription that is sent like a query is told which transports there are', async () => {
  const { status, body } = await router.query('subscription { ticketEvents { cursor } }');
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ message: expect.stringMatching(/graphql-transport-ws.*text\/event-stream.*subscriptionSpec=1\.0/), extensions: { code: 'BAD_REQUEST' } }]);
});
