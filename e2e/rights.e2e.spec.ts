import { readFile } from 'node:fs/promises';
import { servicesThatMayCall } from '@sysops-squad/chassis/authorization/serviceRights';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { openSession, type Answer } from '@sysops-squad/client/session';
import { isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { apiSchemaOf } from '../router/src/compose/crossCheck.ts';
import { inspect } from './rights/inspect.ts';
import { objects, roots } from './rights/matrix.ts';
import { selectAll, type Arguments } from './rights/operations.ts';
import { readFacts, relationsOf, type Actor, type Facts } from './rights/relations.ts';
import { fewAtATime } from './testing/fewAtATime.ts';
import { password, startSystem, type System } from './testing/system.ts';
import { createTicket, offered, sendWell, visitOf, type Data } from './testing/wire.ts';

const names = ['anonymous', 'customer (owner)', 'customer (another)', 'operative', 'expert (assigned)', 'expert (former)', 'expert (another)', 'manager', 'admin', 'system'] as const;
type Name = (typeof names)[number];
/** How many objects deep: as far as an operation may be deep and may cost. What a mutation gives back is mostly nothing here. */
const depthOf = (type: keyof typeof roots, field: string): number => (type === 'Mutation' || field === 'deadLetters' ? 1 : 2);
/** Without a value in the demo's history. */
const empty = ['Address.line2', 'Contract.endsAt', 'Offer.refusalReason', 'Ticket.possibleDuplicateOf', 'Ticket.rating', 'Visit.noEntryFrom'];

/** Ends the session that sends it: sent in one that is used for nothing else, so that all other questions find the actor signed in. */
const endsItsSession = 'logout';

/** Who answers: our executor, and what `EXECUTOR=gateway` puts in its place. */
const executors = ['own', 'gateway'] as const;

/** Of our services, the one that calls most. */
const service = 'ticket-workflow';

let system: System;
let urls: Record<(typeof executors)[number], string>;
let schema: GraphQLSchema;
let facts: Facts;
let actors: Record<Name, Actor>;
let args: Arguments;
let answers: Map<string, Promise<Answer<Data>>>;
/** The e-mail address of each actor who has an account. */
const emails = new Map<Name, string>();
const seen = new Set<string>();

beforeAll(async () => {
  system = await startSystem();
  urls = { own: system.url, gateway: await system.startRouterBeside({ EXECUTOR: 'gateway' }) };
  schema = apiSchemaOf(await readFile(system.world.supergraphFile, 'utf8'));
  const ticket = await createTicket(system);
  const former = await offered(system, ticket.id);
  await former.expert.send('mutation Refuse($id: ID!) { refuseOffer(input: { offerId: $id, reason: TOO_FAR }) { userErrors { code } } }', { id: former.offerId });
  const { expert, email, offerId } = await offered(system, ticket.id, former.email);
  await visitOf(expert, offerId);
  const stranger = async (column: string, ...not: string[]) =>
    (await system.query<{ email: string }>('auth', `SELECT email FROM account WHERE ${column} IS NOT NULL AND email <> ALL($1) ORDER BY id DESC LIMIT 1`, [not]))[0]!.email;
  const person = async (name: Name, who: string): Promise<Actor> => {
    const session = await system.as(who);
    const me = await sendWell(session, 'Me');
    emails.set(name, me.email);
    return { name, role: name.split(' ')[0] as Actor['role'], token: session.accessToken, userId: me.id, customerId: me.customer?.id ?? null, expertId: me.expert?.id ?? null };
  };
  const nobody: Actor = { name: 'anonymous', role: 'anonymous', token: async () => null, userId: null, customerId: null, expertId: null };
  const serviceToken = await createServiceTokenSource({ service, privateJwk: JSON.parse(system.world.keys.servicePrivate[service]!) });
  actors = {
    anonymous: nobody,
    'customer (owner)': await person('customer (owner)', 'customer'),
    'customer (another)': await person('customer (another)', await stranger('customer_id', 'customer@sysops.example')),
    operative: await person('operative', 'operative'),
    'expert (assigned)': await person('expert (assigned)', email),
    'expert (former)': await person('expert (former)', former.email),
    'expert (another)': await person('expert (another)', await stranger('expert_id', 'expert@sysops.example', email, former.email)),
    manager: await person('manager', 'manager'),
    admin: await person('admin', 'admin'),
    system: { ...nobody, name: 'system', role: 'system', token: serviceToken },
  };
  facts = await readFacts(system);
  args = argumentsFor(ticket, actors);
  const ended = await endSessions();
  answers = new Map([...ended, ...walk()]);
}, 120_000);
afterAll(() => system?.stop(), 30_000);

/** What is asked for is the owner's, and the assigned expert's. */
function argumentsFor(ticket: Data, { 'customer (owner)': { customerId }, 'expert (assigned)': { expertId } }: typeof actors): Arguments {
  const given: Data = {
    'ticket.id': ticket['id'], 'customer.id': customerId, 'expert.id': expertId, 'expertContacts.expertId': expertId, 'product.id': ticket['product'].id, 'article.id': 'art_000001', 'articles.search': 'power',
    'entitlement.customerId': customerId, 'entitlement.productId': ticket['product'].id, 'ticketChanged.ticketId': ticket['id'],
    'assignmentCheck.ticketId': ticket['id'], 'assignmentCheck.expertId': expertId, 'assignmentCheck.start': new Date(Date.now() + 86_400_000).toISOString(),
  };
  const anywhere: Data = { first: 2, from: '2026-11-01T00:00:00Z', to: '2026-12-20T00:00:00Z' };
  return (field, argument) => given[`${field}.${argument}`] ?? anywhere[argument];
}

const rootType = (name: keyof typeof roots): GraphQLObjectType => schema.getType(name) as GraphQLObjectType;
const operationOf = (type: keyof typeof roots, field: string): string => `${type.toLowerCase()} Walk { ${selectAll(rootType(type).getFields()[field]!, depthOf(type, field), args)} }`;

async function send(url: string, actor: Actor, query: string): Promise<Answer<Data>> {
  const token = await actor.token();
  const headers = { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) };
  return (await (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).json()) as Answer<Data>;
}

const isAllowed = (actor: Actor, type: keyof typeof roots, field: string): boolean => {
  const isForAnybody = roots[type][field]!.includes('anonymous');
  if (actor.role === 'system' && !isForAnybody && !servicesThatMayCall(`${type}.${field}`).includes(service)) return false;
  const subject = field === 'ticketChanged' ? ['Ticket', String(args(field, 'ticketId'))] : ['Customer', String(args(field, 'customerId') ?? args(field, 'id'))];
  const relations = relationsOf(actor, subject[0]!, subject[1]!, facts);
  return roots[type][field]!.some((relation) => relations.has(relation));
};

const refusedAtRoot = ({ errors = [] }: Answer<Data>, field: string): boolean =>
  errors.some(({ path, extensions }) => path?.length === 1 && path[0] === field && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(extensions?.code ?? ''));

function judge(actor: Actor, type: keyof typeof roots, field: string, answer: Answer<Data>): void {
  // An operation that was refused as a whole, before anything ran, would prove nothing.
  if (answer.data === undefined) throw new Error(`the operation did not run: ${JSON.stringify(answer)}`);
  const { leaks, withheld, seen: met } = inspect(actor, answer, rootType(type), facts);
  for (const coordinate of met) seen.add(coordinate);
  expect({ leaks, withheld }).toEqual({ leaks: [], withheld: [] });
  if (isAllowed(actor, type, field)) expect(refusedAtRoot(answer, field)).toBe(false);
  else expect(answer.data?.[field] ?? null).toBeNull();
}

test('everything that the schema has is in the matrix, and nothing else', () => {
  for (const type of ['Query', 'Mutation', 'Subscription'] as const) expect(Object.keys(roots[type]).sort()).toEqual(Object.keys(rootType(type).getFields()).sort());
  const withId = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__') && type.name in objects);
  expect(withId.map(({ name }) => name).sort()).toEqual(Object.keys(objects).sort());
  for (const [type, rows] of Object.entries(objects)) for (const field of Object.keys(rows)) expect(['*', ...Object.keys((schema.getType(type) as GraphQLObjectType).getFields())]).toContain(field);
});

test('every type that has a key is an object of the matrix', async () => {
  const supergraph = await readFile(system.world.supergraphFile, 'utf8');
  const keyed = [...supergraph.matchAll(/^type (\w+)[^{]*?@join__type\([^)]*key:/gm)].map((match) => match[1]);
  expect([...new Set(keyed)].sort()).toEqual(Object.keys(objects).sort());
});

const keyOf = (...parts: string[]): string => parts.join(' ');

const mutations = Object.keys(roots.Mutation).filter((field) => field !== endsItsSession);

/** Before everything else: the session that is ended may not be one that `endOtherSessions` of the same actor has ended already. */
async function endSessions(): Promise<[string, Promise<Answer<Data>>][]> {
  const steps = names.flatMap((name) => executors.map((executor) => async (): Promise<[string, Promise<Answer<Data>>]> => {
    const email = emails.get(name);
    const token = email === undefined ? actors[name].token : (await openSession({ url: system.url, email, password })).accessToken;
    const answer = await send(urls[executor], { ...actors[name], token }, operationOf('Mutation', endsItsSession));
    return [keyOf(name, executor, 'Mutation', endsItsSession), Promise.resolve(answer)];
  }));
  return Promise.all(fewAtATime(steps, 4));
}

/** Everything else that is asked, sent in the order of the tests and a little ahead of them. */
function walk(): Map<string, Promise<Answer<Data>>> {
  const steps = names.flatMap((name) => [
    ...executors.flatMap((executor) => ([['Query', Object.keys(roots.Query)], ['Mutation', mutations]] as const).flatMap(([type, fields]) => fields.map((field) => ({ key: keyOf(name, executor, type, field), ask: () => send(urls[executor], actors[name], operationOf(type, field)) })))),
    ...Object.keys(roots.Subscription).map((field) => ({ key: keyOf(name, field), ask: () => firstEvent(actors[name], field) })),
  ]);
  const asked = fewAtATime(steps.map(({ ask }) => ask), 4);
  return new Map(steps.map(({ key }, index) => [key, asked[index]!]));
}

describe.each(names)('%s', (name) => {
  describe.each(executors)('by the executor "%s"', (executor) => {
    test.each(Object.keys(roots.Query))('query %s', async (field) => judge(actors[name], 'Query', field, await answers.get(keyOf(name, executor, 'Query', field))!));

    test.each(Object.keys(roots.Mutation))('mutation %s', async (field) => judge(actors[name], 'Mutation', field, await answers.get(keyOf(name, executor, 'Mutation', field))!));
  });

  test.each(Object.keys(roots.Subscription))('subscription %s', async (field) => judge(actors[name], 'Subscription', field, await answers.get(keyOf(name, field))!));
});

test('the walk has met everything that it guards', () => {
  const coordinates = Object.keys(objects).flatMap((type) => Object.keys((schema.getType(type) as GraphQLObjectType).getFields()).map((field) => `${type}.${field}`));
  expect(coordinates.filter((coordinate) => !seen.has(coordinate) && !empty.includes(coordinate))).toEqual([]);
});

/** An expert without an open offer is told nothing, nor refused anything. */
const nothingAtOnce = (): Promise<{ value: undefined }> => new Promise((resolve) => setTimeout(resolve, 1_500, { value: undefined }));

/** A refusal, or what comes at once: the state at the beginning. */
async function firstEvent(actor: Actor, field: string): Promise<Answer<Data>> {
  const token = await actor.token();
  const client = createClient({ url: system.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, ...(token !== null && { connectionParams: { authorization: `Bearer ${token}` } }) });
  try {
    const events = client.iterate<Data>({ query: operationOf('Subscription', field) });
    const { value } = await Promise.race([events.next(), nothingAtOnce()]);
    return (value ?? { data: null }) as Answer<Data>;
  } catch (errors) {
    const told = (Array.isArray(errors) ? errors : [errors]) as { message: string; extensions?: { code?: string } }[];
    return { data: null, errors: told.map((error) => ({ ...error, path: [field] })) };
  } finally {
    await client.dispose();
  }
}
