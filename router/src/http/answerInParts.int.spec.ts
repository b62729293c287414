import { openToAll } from '../settings.ts';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { takesParts } from './answerInParts.ts';

const accept = 'multipart/mixed;deferSpec=20220824,application/json';
const query = '{ ticket(id: "a") { title ... @defer(label: "who") { customer { name } } } }';

describe.each(['own', 'gateway'] as const)('executor: %s', (executor) => {
  const desk = createDesk();
  let router: TestRouter;
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { executor, queryTimeoutMs: 5_000, deadlineMs: 8_000, safety: { limits: { ...openToAll.limits, cost: 25 } } });
  });
  afterAll(() => router.stop());

  const ask = async (text: string, headers: Record<string, string> = { accept }) => {
    const response = await fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query: text }) });
    return { type: response.headers.get('content-type')!, chunks: response.body!.pipeThrough(new TextDecoderStream()) };
  };
  /** The bodies of a multipart answer, each as soon as it is complete. */
  async function* parts({ chunks }: Awaited<ReturnType<typeof ask>>) {
    let text = '';
    for await (const chunk of chunks as unknown as AsyncIterable<string>) {
      text += chunk;
      const complete = text.split('\r\n---');
      text = complete.pop()!;
      for (const part of complete.filter(Boolean)) {
        const [head, body] = part.split('\r\n\r\n');
        expect(head!.trim()).toBe('content-type: application/json; charset=utf-8');
        yield JSON.parse(body!);
      }
    }
    expect(text).toBe('--\r\n');
  }

  test('a client that asks for JSON gets it whole', async () => {
    expect((await router.query(query)).body).toEqual({ data: { ticket: { title: 'Ticket a', customer: { name: 'Name of cus_a' } } } });
  });

  if (executor === 'gateway') {
    test('a client that takes parts gets the whole answer as JSON', async () => {
      const { type, chunks } = await ask(query);
      expect(type).toContain('application/json');
      let text = '';
      for await (const chunk of chunks as unknown as AsyncIterable<string>) text += chunk;
      expect(JSON.parse(text)).toEqual({ data: { ticket: { title: 'Ticket a', customer: { name: 'Name of cus_a' } } } });
    });
    return;
  }

  test('a client that takes parts gets the first before the others are there', async () => {
    const answer = await ask('{ ticket(id: "a") { title } ... @defer(label: "slow") { slow } }');
    expect(answer.type).toBe('multipart/mixed;boundary="-";deferSpec=20220824');
    const stream = parts(answer);
    expect((await stream.next()).value).toEqual({ data: { ticket: { title: 'Ticket a' } }, hasNext: true });
    await until('the slow part is under way', () => desk.hanging() === 1);
    desk.letGo();
    expect((await stream.next()).value).toEqual({ incremental: [{ data: { slow: 'late' }, path: [], label: 'slow' }], hasNext: false });
    expect((await stream.next()).done).toBe(true);
  });

  test('what nobody may know of an error is not told in a later part either', async () => {
    const stream = parts(await ask('{ __typename ... @defer { broken } }'));
    await stream.next();
    const { incremental } = (await stream.next()).value;
    expect(incremental).toEqual([{ data: { broken: null }, path: [], errors: [{ message: expect.stringContaining('logged under'), path: ['broken'], extensions: { code: 'INTERNAL', errorId: expect.any(String) } }] }]);
    expect(JSON.stringify(incremental)).not.toContain('hunter2');
  });

  test('a client that leaves takes nothing down', async () => {
    const controller = new AbortController();
    const { body } = await fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json', accept }, body: JSON.stringify({ query: '{ __typename ... @defer { slow } }' }), signal: controller.signal });
    await body!.getReader().read();
    controller.abort();
    desk.letGo();
    expect((await router.query('{ whoAmI { kind } }')).status).toBe(200);
  });

  test.each([
    ['what is deferred costs the same', '{ tickets { id ... @defer { customer { id } } } again: tickets { id } }', 'cost 30'],
    ['a label stands for one fragment', '{ ticket(id: "a") { ... @defer(label: "x") { id } ... @defer(label: "x") { title } } }', 'deferred under the label "x"'],
    ['a label is written down', 'query ($x: String) { ticket(id: "a") { ... @defer(label: $x) { id } } }', 'must be written'],
    ['changes are not deferred', 'mutation { ... @defer { rename(id: "a", title: "b") { id } } }', 'fields of a mutation'],
  ])('%s', async (_, refused, why) => {
    const { status, body } = await router.query(refused);
    expect(status).toBe(400);
    expect(body.errors![0]!.message).toContain(why);
  });

  test('an event is not deferred', async () => {
    const client = liveClient(router.wsUrl, undefined);
    const refused = client.subscribe('subscription { ticketEvents { ...E } } fragment E on TicketEvent { ticket { ... @defer { title } } }');
    await refused.ended();
    expect(refused.outcome.error).toMatchObject([{ message: expect.stringContaining('comes as a whole') }]);
    await client.dispose();
  });
});

test.each([
  ['multipart/mixed;deferSpec=20220824, application/json', true],
  ['application/json, multipart/mixed; boundary="-"; deferSpec="20220824"', true],
  ['multipart/mixed;subscriptionSpec=1.0, application/json', false],
  ['multipart/mixed', false],
  ['*/*', false],
  [undefined, false],
])('%s', (header, taken) => {
  expect(takesParts(header)).toBe(taken);
});
