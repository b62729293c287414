import { execute, parse, subscribe, type ExecutionResult } from 'graphql';
import { anonymous, type Caller } from '../caller.ts';
import { callerWith } from '../testing/identity.ts';
import { guardedSchema } from './guardedSchema.ts';

const link = (imports: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n`;
const usual = link('"@key", "@authenticated", "@requiresScopes", "@policy"');
const [admin, customer] = [callerWith('ADMIN'), callerWith('CUSTOMER')];

async function ask(sdl: string, query: string, caller: Caller, resolvers: object = {}): Promise<unknown[]> {
  const { data, errors = [] } = (await execute({ schema: guardedSchema(sdl, resolvers as never), document: parse(query), contextValue: { caller } })) as ExecutionResult;
  return [JSON.parse(JSON.stringify(data)), ...errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`)];
}

test.each([
  ['on a field', 'type Query { a: Int @requiresScopes(scopes: [["ADMIN"]]) }', '{ a }', { a: 1 }],
  ['on the root type', 'type Query @requiresScopes(scopes: [["ADMIN"]]) { a: Int }', '{ a }', { a: 1 }],
  ['on an extension of it', 'type Query { a: Int } extend type Query @requiresScopes(scopes: [["ADMIN"]]) { b: Int }', '{ a }', { a: 1 }],
  ['on the type that a field gives', 'type Query { a: Part } type Part @requiresScopes(scopes: [["ADMIN"]]) { x: Int }', '{ a { x } }', { a: { x: 1 } }],
  ['on the type of a list', 'type Query { a: [Part!]! @policy(policies: [["public"]]) } type Part @requiresScopes(scopes: [["ADMIN"]]) { x: Int }', '{ a { x } }', { a: [{ x: 1 }] }],
  ['on an enum', 'type Query { a: Kind } enum Kind @requiresScopes(scopes: [["ADMIN"]]) { ONE }', '{ a }', { a: 'ONE' }],
  ['on a scalar', 'type Query { a: Stamp } scalar Stamp @requiresScopes(scopes: [["ADMIN"]])', '{ a }', { a: 1 }],
])('a rule %s is enforced', async (_, sdl, query, value) => {
  const resolvers = { Query: { a: () => value.a } };
  expect(await ask(usual + sdl, query, admin, resolvers)).toEqual([value]);
  expect((await ask(usual + sdl, query, customer, resolvers)).at(1)).toBe('a FORBIDDEN');
  expect((await ask(usual + sdl, query, anonymous, resolvers)).at(1)).toBe('a UNAUTHENTICATED');
});

test.each([
  ['imported under another name', link('{ name: "@policy", as: "@for" }'), '@for(policies: [["customer:money"]])'],
  ['not imported', link('"@key"'), '@federation__policy(policies: [["customer:money"]])'],
])('a directive that is %s is the same', async (_, head, directive) => {
  const sdl = `${head} type Query { a: Int ${directive} }`;
  expect(await ask(sdl, '{ a }', customer, { Query: { a: () => 1 } })).toEqual([{ a: 1 }]);
  expect(await ask(sdl, '{ a }', callerWith('EXPERT'), { Query: { a: () => 1 } })).toEqual([{ a: null }, 'a FORBIDDEN']);
});

test('where a field gives one of several types, the rules of the one that comes count', async () => {
  const sdl = `${usual} type Query { all: [One] } union One = Open | Shut type Open { x: Int } type Shut @requiresScopes(scopes: [["ADMIN"]]) { x: Int }`;
  const query = '{ all { ... on Open { x } ... on Shut { x } } }';
  const resolvers = { Query: { all: () => [{ __typename: 'Open', x: 1 }, { __typename: 'Shut', x: 2 }] } };
  expect(await ask(sdl, query, admin, resolvers)).toEqual([{ all: [{ x: 1 }, { x: 2 }] }]);
  expect(await ask(sdl, query, customer, resolvers)).toEqual([{ all: [{ x: 1 }, { x: null }] }, 'all.1.x FORBIDDEN']);
});

describe('an entity', () => {
  const sdl = `${usual} type Query { a: Int } type Open @key(fields: "id") { id: ID! secret: Int @authenticated } type Shut @key(fields: "id") @requiresScopes(scopes: [["ADMIN"]]) { id: ID! }`;
  const query = '{ _entities(representations: [{ __typename: "Open", id: 1 }, { __typename: "Shut", id: 2 }]) { __typename ... on Open { id secret } } }';

  test('is not even looked for when its type is refused, and the others come all the same', async () => {
    let looked = 0;
    const resolvers = { Shut: { __resolveReference: (one: object) => ((looked += 1), one) } };
    expect(await ask(sdl, query, customer, resolvers)).toEqual([{ _entities: [{ __typename: 'Open', id: '1', secret: null }, null] }, '_entities.1 FORBIDDEN']);
    expect(looked).toBe(0);
    expect(await ask(sdl, query, admin, resolvers)).toEqual([{ _entities: [{ __typename: 'Open', id: '1', secret: null }, { __typename: 'Shut' }] }]);
    expect(looked).toBe(1);
  });

  test('that is its representation is guarded as well', async () => {
    expect(await ask(sdl, query, anonymous)).toEqual([{ _entities: [{ __typename: 'Open', id: '1', secret: null }, null] }, '_entities.0.secret UNAUTHENTICATED', '_entities.1 UNAUTHENTICATED']);
  });
});

test('a subscription is refused before its source is opened, a field of its events at each of them', async () => {
  let opened = 0;
  const events = async function* () {
    opened += 1;
    yield* [{ ticks: { count: 1, secret: 7 } }, { ticks: { count: 2, secret: 7 } }];
  };
  const sdl = `${usual} type Query { a: Int } type Subscription { ticks: Tick @authenticated } type Tick { count: Int secret: Int @requiresScopes(scopes: [["ADMIN"]]) }`;
  const schema = guardedSchema(sdl, { Subscription: { ticks: { subscribe: events } } });
  const of = (caller: Caller) => subscribe({ schema, document: parse('subscription { ticks { count secret } }'), contextValue: { caller } });
  expect(((await of(anonymous)) as ExecutionResult).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  expect(opened).toBe(0);
  const seen: unknown[] = [];
  for await (const { data, errors } of (await of(customer)) as AsyncIterable<ExecutionResult>) seen.push(JSON.parse(JSON.stringify(data)), errors?.[0]?.extensions['code']);
  expect(seen).toEqual([{ ticks: { count: 1, secret: null } }, 'FORBIDDEN', { ticks: { count: 2, secret: null } }, 'FORBIDDEN']);
});

test('what nobody is refused stays as it was', () => {
  const a = () => 1;
  const sdl = `${usual} type Query { a: Int @policy(policies: [["public"]]) b: Part } type Part @policy(policies: [["inherited"]]) { x: Int }`;
  const schema = guardedSchema(sdl, { Query: { a } });
  expect(schema.getQueryType()!.getFields()['a']!.resolve).toBe(a);
  expect(schema.getQueryType()!.getFields()['b']!.resolve).toBeUndefined();
});

test('a rule on an interface is no schema', () => {
  expect(() => guardedSchema(`${usual} type Query { a: I } interface I @authenticated { x: Int } type T implements I { x: Int }`, {})).toThrow(/cannot be applied on interfaces/);
});
