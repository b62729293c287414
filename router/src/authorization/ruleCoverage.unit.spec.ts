import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAccessRules } from '@sysops-squad/chassis/authorization/accessRules';
import { composeSupergraph } from '../compose/composeSupergraph.ts';
import { uncovered } from './ruleCoverage.ts';
import { buildSupergraph } from './securityDirectives.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy"])';
const problemsOf = async (sdl: string): Promise<string[]> => {
  const yaml = JSON.stringify({ subgraphs: { one: { routing_url: 'http://one.invalid', schema: { sdl: link + sdl } } } });
  return uncovered(buildSupergraph((await composeSupergraph({ configFile: 'supergraph.yaml', readFile: async () => yaml })).supergraphSdl));
};

test.each([
  ['a field without a rule', 'type Query { a: Int @authenticated b: Int }', /^Query\.b has no rule\. Say in its subgraph's schema\.graphql who may have it.*@policy\(policies: \[\["public"\]\]\)\.$/],
  ['a part of an answer without a rule', 'type Query { a: Part @authenticated } type Part { x: Int }', /^Part\.x has no rule\. .*"inherited" for whoever sees what leads to it\.$/],
  ['a root field that inherits', 'type Query { a: Int @policy(policies: [["inherited"]]) }', /^Query\.a is reached by itself/],
  ['an entity that inherits', 'type Query { a: Thing @authenticated } type Thing @key(fields: "id") @policy(policies: [["inherited"]]) { id: ID! }', /^Thing\.id is reached by itself/],
  ['a policy that nobody knows', 'type Query { a: Int @policy(policies: [["publik"]]) }', /^Query\.a: there is no policy "publik"\. Use one of public, inherited, /],
  ['a scope that is no role', 'type Query { a: Int @requiresScopes(scopes: [["ROOT"]]) }', /^Query\.a: there is no scope "ROOT"\. Use one of CUSTOMER, /],
  ['a key that is refused to some who may have what it leads to', 'type Query { a: Thing @authenticated } type Thing @key(fields: "id") @authenticated { id: ID! @requiresScopes(scopes: [["ADMIN"]]) x: Int }', /^Thing\.id is needed as a key by whoever asks for Thing\.x\./],
  ['a field within a key', 'type Query { a: Thing @authenticated } type Thing @key(fields: "of { id }") @authenticated { of: Of x: Int } type Of { id: ID! @requiresScopes(scopes: [["ADMIN"]]) }', /^Of\.id is needed as a key by whoever asks for Thing\.of\./],
  ['rules that exclude each other', 'type Query { a: Thing @authenticated } type Thing @requiresScopes(scopes: [["ADMIN"]]) { x: Int @requiresScopes(scopes: [["EXPERT"]]) }', /^Thing\.x is open to nobody/],
])('%s', async (_, sdl, message) => {
  expect((await problemsOf(sdl))[0]).toMatch(message);
});

test('a rule on the type is one for each of its fields; enums and scalars need none', async () => {
  expect(await problemsOf('type Query @authenticated { a: Kind b: Stamp } enum Kind { ONE } scalar Stamp')).toEqual([]);
});

describe('our own supergraph', () => {
  const compose = async (...without: string[]) => buildSupergraph((await composeSupergraph({ configFile: join(import.meta.dirname, '../../../supergraph.yaml'), without })).supergraphSdl);
  const contexts = ['auth', 'customer', 'payment', 'ticket'];

  test('has a rule for every field, the committed one too', async () => {
    expect(uncovered(await compose())).toEqual([]);
    expect(uncovered(buildSupergraph(await readFile(join(import.meta.dirname, '../../../supergraph.graphql'), 'utf8')))).toEqual([]);
  });

  test.each([...contexts.map((context) => [context]), contexts])('has the same rules when the monolith serves %s again', async (...without) => {
    const [whole, rest] = [await compose(), await compose(...without)];
    expect(uncovered(rest)).toEqual([]);
    const rules = readAccessRules(whole.schema);
    for (const [coordinate, requirements] of readAccessRules(rest.schema)) expect([coordinate, requirements]).toEqual([coordinate, rules.get(coordinate)]);
  });
});
