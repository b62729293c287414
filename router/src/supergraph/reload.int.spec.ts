import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

describe.each(['own', 'gateway'] as const)('executor: %s', (executor) => {
  const desk = createDesk();
  let router: TestRouter;
  beforeEach(async () => {
    router = await startTestRouter(desk.subgraphs, { executor, queryTimeoutMs: 5_000, deadlineMs: 8_000 });
  });
  afterEach(async () => {
    desk.letGo();
    await router.stop();
  });

  const hasField = async (name: string): Promise<boolean> => {
    const { body } = await router.query('{ __type(name: "Customer") { fields { name } } }');
    return body.data!['__type'].fields.some((field: { name: string }) => field.name === name);
  };
  const withNick = `${desk.subgraphs.people.sdl} extend type Customer { nick: String }`;
  const ready = async () => (await fetch(`${router.origin}/health/ready`)).json() as Promise<{ status: string; supergraph: string }>;

  test('a changed file is taken over; the request under way finishes; the plan before is not used again', async () => {
    const underWay = router.query('{ slow }');
    await until('the slow query has begun', () => desk.hanging() > 0);
    const before = await ready();
    router.changeSdl('people', withNick);
    await router.writeSupergraph();
    await until('the new field is there', () => hasField('nick'));
    expect((await ready()).supergraph).not.toBe(before.supergraph);
    desk.letGo();
    expect((await underWay).body).toEqual({ data: { slow: 'late' } });
    expect((await router.query('{ ticket(id: "a") { customer { name } } }')).body.errors).toBeUndefined();
  });

  test.each([
    ['not GraphQL', 'type Query {'],
    ['not a supergraph', 'type Query { a: Int }'],
    ['empty', ''],
  ])('a bad file keeps the old one in use: %s', async (_, text) => {
    const before = await ready();
    await router.writeSupergraph(text);
    router.changeSdl('people', withNick);
    await until('it is refused', () => router.logged.some((message) => message.startsWith('supergraph refused')));
    expect(await ready()).toEqual(before);
    expect((await router.query('{ ticket(id: "a") { customer { name } } }')).body.data).toEqual({ ticket: { customer: { name: 'Name of cus_a' } } });
    await router.writeSupergraph();
    await until('a good one is taken over after it', () => hasField('nick'));
  });

  test('a subscription goes on over a reload, and over a subgraph that has moved', async () => {
    const client = liveClient(router.wsUrl, undefined);
    const stream = client.subscribe('subscription { ticketEvents { kind ticket { customer { name } } } }');
    desk.log.append({ kind: 'one', ticketId: 'a' });
    await stream.atLeast(1);
    router.changeSdl('people', withNick);
    await router.writeSupergraph();
    await until('the new supergraph is there', () => hasField('nick'));
    desk.log.append({ kind: 'two', ticketId: 'b' });
    await stream.atLeast(2);

    const old = router.subgraph('tickets');
    await router.startSubgraph('tickets');
    await router.writeSupergraph();
    await old.stop();
    desk.log.append({ kind: 'three', ticketId: 'c' });
    await stream.atLeast(3);
    expect(stream.received.map(({ data }) => data!['ticketEvents'])).toEqual(
      ['one', 'two', 'three'].map((kind, i) => ({ kind, ticket: { customer: { name: `Name of cus_${'abc'[i]}` } } })),
    );
    await client.dispose();
  });

  test('a field that moves to another subgraph while somebody is subscribed to it: the next event has it from there, none is missed', async () => {
    const moving = createDesk();
    const other = await startTestRouter(moving.subgraphs);
    const client = liveClient(other.wsUrl, undefined);
    const stream = client.subscribe('subscription { ticketEvents { kind ticket { title } } }');
    moving.log.append({ kind: 'one', ticketId: 'a' });
    await stream.atLeast(1);

    const { people } = moving.subgraphs;
    people.resolvers['Ticket'] = { __resolveReference: async ({ id }: { id: string }) => ({ id, title: `Moved ${id}` }) };
    other.changeSdl('people', `${people.sdl} type Ticket @key(fields: "id") { id: ID! title: String @override(from: "tickets") }`);
    const old = other.subgraph('people');
    await other.startSubgraph('people');
    await other.writeSupergraph();
    await until('it has moved', async () => (await other.query('{ ticket(id: "x") { title } }')).body.data?.['ticket']?.title === 'Moved x');
    await old.stop();
    moving.log.append({ kind: 'two', ticketId: 'b' }, { kind: 'three', ticketId: 'c' });
    await stream.atLeast(3);
    expect(stream.received.map(({ data }) => [data!['ticketEvents'].kind, data!['ticketEvents'].ticket.title])).toEqual([['one', 'Ticket a'], ['two', 'Moved b'], ['three', 'Moved c']]);
    await client.dispose();
    await other.stop();
  });

  test('a subscription whose field has gone ends with an error that says so', async () => {
    const client = liveClient(router.wsUrl, undefined);
    const stream = client.subscribe('subscription($a: String) { ticketEvents(after: $a) { ticket { customer { seenBy } } } }', { a: '3' });
    await until('subscribed', () => desk.log.readers() === 1);
    router.changeSdl('people', desk.subgraphs.people.sdl.replace('seenBy: String', 'seenByWhom: String'));
    await router.writeSupergraph();
    await until('the new supergraph is there', () => hasField('seenByWhom'));
    desk.log.append({ kind: 'four', ticketId: 'a' });
    await stream.ended();
    expect(stream.outcome.error).toMatchObject([{ message: expect.stringContaining('seenBy'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    await client.dispose();
  });
});
