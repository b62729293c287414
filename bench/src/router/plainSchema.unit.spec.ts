import { buildSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { plainSchema } from './plainSchema.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy", "@authenticated"])
  directive @key(fields: String!) on OBJECT
  "who comes"
  type Expert @key(fields: "id") @authenticated { id: ID! skills(first: Int! = 5): [String!] @policy(policies: [["inherited"]]) }
  interface Named { name: String }
  type Query { expert: Expert }
  extend type Expert implements Named { name: String @policy(policies: [["public"]]) }
  extend type Elsewhere @key(fields: "id") { id: ID! }
`;

test('rules are gone, and a type and its extension are one; the rest is as it was', () => {
  const plain = plainSchema(sdl);
  expect(plain).toContain('import: ["@key"]');
  expect(plain).not.toMatch(/policy|authenticated/);
  expect(plain.match(/type Expert/g)).toHaveLength(1);
  expect(plain).toContain('extend type Elsewhere @key(fields: "id")');
  const built = (text: string): string => printSchema(lexicographicSortSchema(buildSchema(text.replace(/extend (schema.*|type Elsewhere.*\{[^}]*\})/g, ''), { assumeValidSDL: true })));
  const expected = built(sdl);
  expect(expected).toContain('type Expert implements Named');
  expect(built(plain)).toBe(expected);
  expect(() => parse(plain)).not.toThrow();
});
