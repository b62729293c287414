import { readAccessRules } from '@sysops-squad/chassis/authorization/accessRules';
import { buildSupergraph, withoutSecurityDirectives } from './securityDirectives.ts';

const supergraph = (links: string, fields: string): string => `
  schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) ${links} { query: Query }
  directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
  scalar link__Import
  enum link__Purpose { SECURITY EXECUTION }
  scalar join__FieldSet
  enum join__Graph { ONE @join__graph(name: "one", url: "http://one.invalid") }
  ${fields}
`;
const policies = (as: string, more = '') => `directive @${as}(policies: [[${more}Policy!]!]!) on FIELD_DEFINITION scalar ${more}Policy`;

test.each([
  ['by its own name', '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)', 'policy', 'policy__'],
  ['under another namespace', '@link(url: "https://specs.apollo.dev/policy/v0.1", as: "who", for: SECURITY)', 'who', 'who__'],
  ['imported under another name', '@link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@guard" }], for: SECURITY)', 'guard', 'policy__'],
])('a rule is one whatever it is called: %s', (_, link, name, namespace) => {
  const sdl = supergraph(link, `${policies(name, namespace)} type Query @join__type(graph: ONE) { open: Int secret: Int @${name}(policies: [["offer:holder"]]) }`);
  const rules = readAccessRules(buildSupergraph(sdl).schema);
  expect([...rules]).toEqual([['Query.secret', [{ kind: 'policies', anyOf: [['offer:holder']] }, { kind: 'services', names: [] }]]]);
  const stripped = withoutSecurityDirectives(sdl);
  expect(stripped).not.toMatch(/offer:holder|SECURITY\)|Policy/);
  expect(readAccessRules(buildSupergraph(stripped).schema).size).toBe(0);
});

test('a directive that serves security and is not enforced here is refused', () => {
  const sdl = supergraph('@link(url: "https://example.com/vault/v0.1", for: SECURITY)', 'directive @vault on FIELD_DEFINITION type Query @join__type(graph: ONE) { a: Int @vault }');
  expect(() => buildSupergraph(sdl)).toThrow(/vault.*SECURITY.*unsupported/);
});
