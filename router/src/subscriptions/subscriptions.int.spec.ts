import { WebSocket } from 'ws';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
let router: TestRouter;
let clients: { dispose: () => unknown }[] = [];
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs, { queryTimeoutMs: 10_000, deadlineMs: 15_000 });
});
afterEach(async () => {
  for (const client of clients) await client.dispose();
  clients = [];
  await until('no reader is left at the subgraph', () => desk.log.readers() === 0);
});
afterAll(() => router.stop());

let written = 0;
const append = (...ticketIds: string[]): void => {
  written += ticketIds.length;
  desk.log.append(...ticketIds.map((ticketId) => ({ kind: 'CHANGED', ticketId })));
};
const connect = async (claims?: Record<string, unknown>, retryAttempts = 0) => {
  const params = claims && { authorization: `Bearer ${await router.issuer.token(claims)}` };
  const client = liveClient(router.wsUrl, params, retryAttempts);
  clients.push(client);
  return client;
};

test('an event is completed from the other subgraph, as its subscriber, under aliases and with variables', async () => {
  const client = await connect({ sub: 'usr_7' });
  const query = `subscription Live($from: String, $withTitle: Boolean!) {
    mine: ticketEvents(after: $from) { __typename k: kind t: ticket { id title @include(if: $withTitle) who: customer { name seenBy } } }
  }`;
  const from = String(written);
  const stream = client.subscribe(query, { from, withTitle: true });
  append('a', 'b');
  await stream.atLeast(2);
  expect(stream.received).toEqual(
    ['a', 'b'].map((id) => ({ data: { mine: { __typename: 'TicketEvent', k: 'CHANGED', t: { id, title: `Ticket ${id}`, who: { name: `Name of cus_${id}`, seenBy: 'usr_7' } } } } })),
  );
});

test('what is skipped is decided by the variables of each subscription', async () => {
  const query = 'subscription ($brief: Boolean!) { ticketEvents { kind ticket { id customer @skip(if: $brief) { name } } } }';
  const client = await connect();
  const streams = [true, false].map((brief) => client.subscribe(query, { brief }));
  append('a');
  for (const stream of streams) await stream.atLeast(1);
  expect(streams.map(({ received }) => 'customer' in received[0]!.data!['ticketEvents'].ticket)).toEqual([false, true]);
});

test('`after` works as a variable, as a literal, within a fragment, and is not confused with a variable of the same name as ours', async () => {
  append('x', 'y', 'z');
  const client = await connect();
  const after = String(written - 2);
  const streams = [
    client.subscribe('subscription A($after: String) { ticketEvents(after: $after) { cursor } }', { after }),
    client.subscribe(`subscription B { ticketEvents(after: "${after}") { cursor } }`),
    client.subscribe(`subscription C { ...Root } fragment Root on Subscription { ... on Subscription { ticketEvents(after: "${after}") { cursor } } }`),
    client.subscribe('subscription D($routerAfter: String = "0", $after: String) { ticketEvents(after: $after) { cursor kind } }', { after }),
    client.subscribe(`subscription E($after: String = "${after}") { ticketEvents(after: $after) { cursor } }`),
  ];
  for (const stream of streams.filter((_, index) => index !== 3)) {
    await stream.atLeast(2);
    expect(stream.received.map(({ data }) => data!['ticketEvents'].cursor)).toEqual([String(written - 1), String(written)]);
  }
  await streams[3]!.ended();
  expect(streams[3]!.outcome.error).toMatchObject([{ message: expect.stringContaining('$routerAfter') }]);
});

test('a client that stops is forgotten by the subgraph at once, without another event', async () => {
  const stream = (await connect()).subscribe('subscription { ticketEvents { cursor } }');
  await until('the subgraph has a reader', () => desk.log.readers() === 1);
  stream.stop();
  await until('the subgraph has no reader', () => desk.log.readers() === 0);
});

test('many subscriptions of many people share few sockets to the subgraph, each with its own identity', async () => {
  const after = String(written);
  const streams = [];
  for (let i = 0; i < 30; i++) streams.push((await connect({ sub: `usr_${i}` })).subscribe('subscription($a: String) { ticketEvents(after: $a) { ticket { customer { seenBy } } } }', { a: after }));
  await until('all are subscribed', () => desk.log.readers() === 30);
  append('m');
  for (const [i, stream] of streams.entries()) {
    await stream.atLeast(1);
    expect(stream.received[0]!.data!['ticketEvents'].ticket.customer.seenBy).toBe(`usr_${i}`);
  }
});

test('rights are asked for at every event: who loses them sees the next one without', async () => {
  const stream = (await connect({ sub: 'usr_fickle' })).subscribe('subscription($a: String) { ticketEvents(after: $a) { ticket { title customer { id name } } } }', { a: String(written) });
  append('a');
  await stream.atLeast(1);
  desk.blocked.add('usr_fickle');
  append('b');
  await stream.atLeast(2);
  expect(stream.received[0]!.data!['ticketEvents'].ticket.customer.name).toBe('Name of cus_a');
  expect(stream.received[1]).toEqual({
    data: { ticketEvents: { ticket: { title: 'Ticket b', customer: { id: 'cus_b', name: null } } } },
    errors: [{ message: 'You may not see this customer.', path: ['ticketEvents', 'ticket', 'customer'], extensions: { code: 'FORBIDDEN' } }],
  });
});

test('a subgraph that is down costs its fields, not the event', async () => {
  const { port } = router.subgraph('people');
  await router.subgraph('people').stop();
  const stream = (await connect()).subscribe('subscription($a: String) { ticketEvents(after: $a) { kind ticket { customer { name } } } }', { a: String(written) });
  append('a');
  await stream.atLeast(1);
  await router.startSubgraph('people', port);
  expect(stream.received[0]).toMatchObject({ data: { ticketEvents: { kind: 'CHANGED', ticket: { customer: { name: null } } } }, errors: [{ extensions: { code: 'UNAVAILABLE', subgraph: 'people' } }] });
});

describe('refused', () => {
  const refusal = async (query: string, variables = {}): Promise<string> => {
    const stream = (await connect()).subscribe(query, variables);
    await stream.ended();
    return JSON.stringify(stream.outcome.error);
  };
  test('two root fields', async () => expect(await refusal('subscription { a: ticketEvents { cursor } b: ticks { n } }')).toMatch(/only one top level field/));
  test('a field that is not there, with its place', async () => expect(await refusal('subscription { ticketEvents { colour } }')).toMatch(/line.*colour.*GRAPHQL_VALIDATION_FAILED/));
  test('a text that is not GraphQL', async () => expect(await refusal('subscription {')).toMatch(/GRAPHQL_PARSE_FAILED/));
  test('a wrong variable', async () => expect(await refusal('subscription($a: String) { ticketEvents(after: $a) { cursor } }', { a: { b: 1 } })).toMatch(/BAD_USER_INPUT/));
  test('a NUL in a variable or a literal, with its path', async () => {
    expect(await refusal('subscription($a: String) { ticketEvents(after: $a) { cursor } }', { a: '\0' })).toMatch(/BAD_USER_INPUT.*"field":"a"/);
    expect(await refusal('subscription { ticketEvents(after: "\\u0000") { cursor } }')).toMatch(/BAD_USER_INPUT.*"field":"ticketEvents.after"/);
  });
  test('a condition on the root field, or around it', async () => {
    expect(await refusal('subscription($x: Boolean!) { ticketEvents @skip(if: $x) { cursor } }', { x: true })).toMatch(/cannot depend on @skip/);
    expect(await refusal('subscription { ... @include(if: true) { ticketEvents { cursor } } }')).toMatch(/cannot depend on @skip/);
    expect(await refusal('subscription { ...R @skip(if: false) } fragment R on Subscription { ticketEvents { cursor } }')).toMatch(/cannot depend on @skip/);
  });
  test('queries and mutations, with where to send them', async () => expect(await refusal('{ tickets { id } }')).toMatch(/POST/));
  test('the 51st subscription on a socket', async () => {
    const client = await connect();
    const streams = Array.from({ length: 51 }, () => client.subscribe('subscription { ticketEvents { cursor } }'));
    await until('one is refused', () => streams.filter(({ outcome }) => outcome.end === 'error').length === 1);
    expect(JSON.stringify(streams.find(({ outcome }) => outcome.end)!.outcome.error)).toMatch(/at most 50/);
    await until('the others are subscribed', () => desk.log.readers() === 50);
  });
});

describe('the socket', () => {
  const closeCode = (params: Record<string, unknown> | undefined, options: { origin?: string; raw?: string } = {}) =>
    new Promise<{ code: number; reason: string }>((resolve) => {
      const socket = new WebSocket(router.wsUrl, 'graphql-transport-ws', options.origin ? { origin: options.origin } : {});
      socket.on('open', () => params && socket.send(JSON.stringify({ type: 'connection_init', payload: params })));
      socket.on('open', () => options.raw && socket.send(options.raw));
      socket.on('error', (error) => resolve({ code: 0, reason: error.message }));
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });

  test('closes with 4403 for a wrong token and for an expired one, under either spelling', async () => {
    expect(await closeCode({ authorization: 'Bearer nonsense' })).toEqual({ code: 4403, reason: 'Forbidden' });
    const expired = await router.issuer.token({ exp: Math.floor(Date.now() / 1_000) - 5 });
    expect(await closeCode({ Authorization: `Bearer ${expired}` })).toEqual({ code: 4403, reason: 'Token expired' });
  });
  test('closes with 4403 when its token ends, and the library’s client comes back with a new one and misses nothing', async () => {
    const seen: string[] = [];
    const tokens = [await router.issuer.token({ exp: Math.floor(Date.now() / 1_000) + 2 }), await router.issuer.token()];
    const client = liveClient(router.wsUrl, undefined);
    clients.push(client);
    const first = liveClient(router.wsUrl, { authorization: `Bearer ${tokens[0]}` });
    clients.push(first);
    const stream = first.subscribe('subscription($a: String) { ticketEvents(after: $a) { cursor } }', { a: String(written) });
    append('p');
    await stream.atLeast(1);
    await until('the token has ended', () => first.closed.length > 0);
    expect(first.closed[0]).toEqual({ code: 4403, reason: 'Token expired' });
    append('q');
    const after = stream.received[0]!.data!['ticketEvents'].cursor;
    const second = liveClient(router.wsUrl, { authorization: `Bearer ${tokens[1]}` });
    clients.push(second);
    const resumed = second.subscribe('subscription($a: String) { ticketEvents(after: $a) { cursor } }', { a: after });
    await resumed.atLeast(1);
    seen.push(after, resumed.received[0]!.data!['ticketEvents'].cursor);
    expect(seen).toEqual([String(written - 1), String(written)]);
  });
  test('is not opened for the page of another site; it is for our own', async () => {
    expect((await closeCode(undefined, { origin: 'https://evil.example' })).reason).toMatch(/403/);
    expect(await closeCode({ authorization: 'Bearer x' }, { origin: router.origin })).toMatchObject({ code: 4403 });
  });
  test('is closed when its first message does not come, or a message is too large', async () => {
    expect(await closeCode(undefined, { raw: JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(70_000) } }) })).toMatchObject({ code: 1009 });
    expect(await closeCode(undefined)).toMatchObject({ code: 4408 });
  }, 15_000);
});
