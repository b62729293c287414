import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, validate, type ExecutionResult } from 'graphql';
import { createCacheControlHeader } from './cacheControlHeader.ts';

const schema = buildSubgraphSchema(parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  type Query {
    products: ProductPage @cacheControl(maxAge: 60, scope: PUBLIC)
    product: Product
    fresh: Product @cacheControl(maxAge: 5, scope: PUBLIC)
    mine: Product @cacheControl(maxAge: 30, scope: PRIVATE)
    unsaid: String @cacheControl(maxAge: 30)
    count: Int
    thing: Thing @cacheControl(maxAge: 60, scope: PUBLIC)
    thin: Thing
  }
  type Mutation { save: Product }
  type ProductPage @cacheControl(inheritMaxAge: true) { nodes: [Product!] next: String bare: Bare kept: Bare @cacheControl(inheritMaxAge: true) }
  type Bare { id: ID! }
  type Product @key(fields: "id") @cacheControl(maxAge: 40, scope: PUBLIC) { id: ID! name: String price: Int @cacheControl(maxAge: 10) note: String @cacheControl(inheritMaxAge: true, scope: PRIVATE) maker: Maker }
  type Maker @key(fields: "id") { id: ID! }
  interface Thing @cacheControl(maxAge: 50, scope: PUBLIC) { id: ID! name: String }
  type Book implements Thing { id: ID! name: String @cacheControl(maxAge: 7, scope: PUBLIC) }
  type Pen implements Thing { id: ID! name: String ink: String @cacheControl(maxAge: 3, scope: PUBLIC) }
`));
const headerOf = createCacheControlHeader(schema);
const header = (query: string, result: ExecutionResult = { data: {} }): string => {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return headerOf(document, result);
};

test.each([
  ['a type has an age', '{ product { id name } }', 'max-age=40, public'],
  ['a field goes before the type that it gives', '{ fresh { id } }', 'max-age=5, public'],
  ['the least age counts', '{ products { nodes { price } } }', 'max-age=10, private'],
  ['a fragment counts like what it stands for', '{ products { ...F } } fragment F on ProductPage { nodes { id } }', 'max-age=40, public'],
  ['what inherits keeps the age of its parent', '{ products { next kept { id } } }', 'max-age=60, public'],
  ['an object without an age is not kept', '{ products { bare { id } } }', 'no-store'],
  ['nor is what has one inside', '{ product { id maker { id } } }', 'no-store'],
  ['nor a root field without one', '{ count product { id } }', 'no-store'],
  ['nor what selects nothing of its own', '{ __typename }', 'no-store'],
  ['nor the schema', '{ __schema { types { name } } product { id } }', 'no-store'],
  ['private wins', '{ product { id } mine { id } }', 'max-age=30, private'],
  ['a field may be private and inherit', '{ product { note } }', 'max-age=40, private'],
  ['an age without a scope is private', '{ unsaid }', 'max-age=30, private'],
  ['an interface has an age; those of its types count', '{ thing { id name } }', 'max-age=7, public'],
  ['of a fragment, those that it meets', '{ thin { ... on Pen { name ink } } }', 'max-age=3, public'],
  ['a mutation is not kept', 'mutation { save { id } }', 'no-store'],
  ['nor what a document has beside one', 'query A { product { id } } mutation B { save { id } }', 'no-store'],
])('%s', (_what, query, expected) => expect(header(query)).toBe(expected));

test.each([
  ['entities have the age of their type', '... on Product { name }', 'max-age=40, public'],
  ['the least of all types', '... on Product { name price }', 'max-age=10, private'],
  ['one without an age is not kept', '... on Product { name } ... on Maker { id }', 'no-store'],
  ['nor those of which nothing is asked', '__typename', 'no-store'],
])('%s', (_what, selection, expected) => expect(header(`query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`)).toBe(expected));

test('an answer with errors is not kept, whatever it selects', () => {
  expect(header('{ product { id } }')).toBe('max-age=40, public');
  expect(header('{ product { id } }', { data: { product: null }, errors: [] })).toBe('no-store');
});
