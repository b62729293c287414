import { graphql } from 'graphql';
import { anonymous } from '../caller.ts';
import { guardedSchema } from '../authorization/guardedSchema.ts';

const sdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @masksCardNumbers on FIELD_DEFINITION
  type Query { ok: Boolean }
  type Mutation {
    write(input: WriteInput!): WritePayload
    bringIn(rows: [String!]!): WritePayload @masksCardNumbers
    name(text: String): Boolean
  }
  input WriteInput { title: String, parts: [PartInput!], password: String, idempotencyKey: String }
  input PartInput { tags: [String!] }
  type WritePayload { written: String, notes: [String!]!, userErrors: [UserError!]! }
  type UserError { code: String!, message: String!, field: String }
`;
const written: unknown[] = [];
const write = (_: unknown, args: unknown) => {
  written.push(args);
  return { written: JSON.stringify(args), notes: ['n'], userErrors: [] };
};
const schema = guardedSchema(sdl, { Mutation: { write, bringIn: write, name: () => true } });
const run = async (source: string, variableValues: Record<string, unknown> = {}) =>
  (await graphql({ schema, source, variableValues, contextValue: { caller: anonymous } })) as any;
const send = (input: object) =>
  run('mutation ($input: WriteInput!) { write(input: $input) { written notes userErrors { code field } } }', { input });
const card = '4111 1111 1111 1111';

beforeEach(() => written.splice(0));

test.each([
  ['title', { title: `pay with ${card}` }],
  ['parts[1].tags[0]', { parts: [{ tags: ['x'] }, { tags: [card] }] }],
])('a card number in %s is refused before the resolver', async (field, input) => {
  const { data } = await send(input);
  expect(data.write).toEqual({ written: null, notes: [], userErrors: [{ code: 'CARD_NUMBER_REFUSED', field }] });
  expect(written).toEqual([]);
});

test('nothing is looked for in passwords and idempotency keys', async () => {
  const { data } = await send({ title: 'ok', password: card, idempotencyKey: `key-${card}` });
  expect(data.write.userErrors).toEqual([]);
});

test('a mutation with @masksCardNumbers gets the text without the number', async () => {
  await run('mutation ($rows: [String!]!) { bringIn(rows: $rows) { written } }', { rows: ['first', `paid by ${card}!`] });
  expect(written).toEqual([{ rows: ['first', 'paid by [card number ending 1111 removed]!'] }]);
});

test('a mutation without userErrors answers BAD_USER_INPUT', async () => {
  const { errors } = await run(`mutation { name(text: "${card}") }`);
  expect(errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'text' });
});
