import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
const admin = '@requiresScopes(scopes: [["ADMIN"]])';
const ruled = {
  tickets: {
    ...desk.subgraphs.tickets,
    sdl: desk.subgraphs.tickets.sdl.replace('ticketEvents(after: String): TicketEvent', 'ticketEvents(after: String): TicketEvent @authenticated').replace('id: ID! title: String', `id: ID! title: String ${admin}`),
  },
  people: { ...desk.subgraphs.people, sdl: desk.subgraphs.people.sdl.replace('name: String', 'name: String @requiresScopes(scopes: [["ADMIN"], ["MANAGER"]])') },
};
let router: TestRouter;
let clients: { dispose: () => unknown }[] = [];
beforeEach(async () => void (router = await startTestRouter(ruled, { queryTimeoutMs: 5_000, deadlineMs: 8_000 })));
afterEach(async () => {
  for (const client of clients) await client.dispose();
  clients = [];
  await router.stop();
});

const connect = async (...roles: string[]) => {
  const client = liveClient(router.wsUrl, roles.length === 0 ? undefined : { authorization: `Bearer ${await router.issuer.token({ sub: `usr_${roles.join('_')}`, roles })}` });
  clients.push(client);
  return client;
};
let told = 0;
const tell = (ticketId: string): void => {
  told += 1;
  desk.log.append({ kind: 'CHANGED', ticketId });
};
const query = 'subscription ($from: String) { ticketEvents(after: $from) { kind ticket { id title customer { name seenBy } } } }';

test('every event is written for its own subscriber, whoever else has sent the same operation', async () => {
  const from = String(told);
  const streams = await Promise.all([['CUSTOMER'], ['ADMIN'], ['MANAGER'], ['CUSTOMER']].map(async (roles) => (await connect(...roles)).subscribe(query, { from })));
  tell('a');
  tell('b');
  await Promise.all(streams.map((stream) => stream.atLeast(2)));
  const seen = streams.map(({ received }) =>
    received.map(({ data, errors = [] }) => {
      const { title, customer } = data!['ticketEvents'].ticket;
      return { title, name: customer.name, errors: errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`) };
    }),
  );
  const titleRefused = 'ticketEvents.ticket.title FORBIDDEN';
  const customers = ['a', 'b'].map(() => ({ title: null, name: null, errors: [titleRefused, 'ticketEvents.ticket.customer.name FORBIDDEN'] }));
  expect(seen).toEqual([
    customers,
    ['a', 'b'].map((id) => ({ title: `Ticket ${id}`, name: `Name of cus_${id}`, errors: [] })),
    ['a', 'b'].map((id) => ({ title: null, name: `Name of cus_${id}`, errors: [titleRefused] })),
    customers,
  ]);
});

test('without its root field nothing is subscribed to', async () => {
  const before = desk.counts.subscribed;
  const stream = (await connect()).subscribe(query);
  await stream.ended();
  expect(stream.outcome).toMatchObject({ end: 'error', error: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(desk.counts.subscribed).toBe(before);
});

test('rules that become stricter hold from the next event on', async () => {
  const stream = (await connect('MANAGER')).subscribe(query, { from: String(told) });
  tell('a');
  await stream.atLeast(1);
  const before = await (await fetch(`${router.origin}/health/ready`)).text();
  router.changeSdl('people', ruled.people.sdl.replace('[["ADMIN"], ["MANAGER"]]', '[["ADMIN"]]'));
  await router.writeSupergraph();
  await until('the stricter supergraph is in use', async () => (await (await fetch(`${router.origin}/health/ready`)).text()) !== before);
  tell('b');
  await stream.atLeast(2);
  expect(stream.received.map(({ data }) => data!['ticketEvents'].ticket.customer.name)).toEqual(['Name of cus_a', null]);
});

test('over HTTP a refusal is an error among the answer, not of the request', async () => {
  const { status, body } = await router.query('{ ticket(id: "a") { id title } }', {}, await router.issuer.token());
  expect(status).toBe(200);
  expect(body).toEqual({ data: { ticket: { id: 'a', title: null } }, errors: [{ message: 'This needs the role ADMIN.', path: ['ticket', 'title'], extensions: { code: 'FORBIDDEN' } }] });
});
