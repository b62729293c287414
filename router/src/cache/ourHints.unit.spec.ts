import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createCacheControlHeader } from '@sysops-squad/chassis/cacheControl/cacheControlHeader';
import { hintOfField, hintOfType } from '@sysops-squad/chassis/cacheControl/hints';
import { getDirectiveValues, getNamedType, isObjectType, parse, validate, type ASTNode, type GraphQLSchema } from 'graphql';

const names = ['auth', 'customer', 'payment', 'ticket', 'legacy'] as const;
const schemas = Object.fromEntries(names.map((name) => [name, buildSubgraphSchema(parse(readFileSync(join(import.meta.dirname, '../../../subgraphs', name, 'schema.graphql'), 'utf8')))])) as Record<(typeof names)[number], GraphQLSchema>;

/** What is the same for all who have the same roles has a rule that asks for roles, or for nothing. */
function dependsOnMoreThanRoles(schema: GraphQLSchema, astNode: ASTNode | null | undefined): boolean {
  const policies = getDirectiveValues(schema.getDirective('policy')!, (astNode ?? {}) as never)?.['policies'] as string[][] | undefined;
  return policies?.flat().some((policy) => policy !== 'public' && policy !== 'inherited') ?? false;
}

test.each(names)('%s: nothing that depends on more of a caller than roles is kept for all', (name) => {
  const schema = schemas[name];
  const wrong = Object.values(schema.getTypeMap()).filter(isObjectType).flatMap((type) => {
    const isForAll = hintOfType(type).scope === 'PUBLIC';
    const fields = Object.values(type.getFields()).filter((field) => {
      const own = hintOfField(field);
      const isPublic = own.scope === undefined ? isForAll || hintOfType(type).inheritMaxAge : own.scope === 'PUBLIC';
      return isPublic && (dependsOnMoreThanRoles(schema, field.astNode) || dependsOnMoreThanRoles(schema, getNamedType(field.type).astNode));
    });
    return [...(isForAll && dependsOnMoreThanRoles(schema, type.astNode) ? [type.name] : []), ...fields.map((field) => `${type.name}.${field.name}`)];
  });
  expect(wrong).toEqual([]);
});

const header = (name: (typeof names)[number], query: string): string => {
  const document = parse(query);
  expect(validate(schemas[name], document)).toEqual([]);
  return createCacheControlHeader(schemas[name])(document, { data: {} });
};
const entities = (selection: string): string => `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;

test.each([
  ['legacy', '{ products(first: 5) { edges { cursor node { id name active requiredSkills { level skill { id name } } } } pageInfo { hasNextPage } } }', 60],
  ['legacy', '{ skills { id name } territories { id center { lat lng } postcodePrefixes } }', 60],
  ['legacy', '{ articles(search: "lamp") { edges { node { title body tags } } } article(id: "1") { excerpt } }', 60],
  ['payment', '{ supportPlans { id name responseTarget monthlyPrice { amountMinor currency } coveredProducts { id } } }', 60],
  ['legacy', entities('... on Product { name visitMinutes } ... on Skill { name }'), 60],
  ['payment', entities('... on Plan { name }'), 60],
  ['legacy', '{ article(id: "1") { title usefulness { yes } } }', 0],
  ['legacy', '{ article(id: "1") { title author { id } tickets { totalCount } } }', 0],
  ['legacy', '{ experts { edges { node { id name } } } }', 0],
  ['legacy', entities('... on Expert { name }'), 0],
  ['legacy', '{ surveyInvitation(token: "t") { status } }', 0],
  ['legacy', '{ rosterDigest }', 0],
  ['payment', entities('... on Customer { contracts { edges { node { plan { name } } } } }'), 0],
  ['payment', entities('... on Contract { plan { name } }'), 0],
] as const)('%s: %s', (name, query, seconds) => expect(header(name, query)).toBe(seconds ? `max-age=${seconds}, public` : 'no-store'));
