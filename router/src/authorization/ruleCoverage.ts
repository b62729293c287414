import type { Supergraph } from '@apollo/federation-internals';
import { readAccessRules, type AccessRules, type Requirement } from '@sysops-squad/chassis/authorization/accessRules';
import { inherited, policies } from '@sysops-squad/chassis/authorization/policies';
import { everyKind, fulfils } from '@sysops-squad/chassis/authorization/rights';
import { roles } from '@sysops-squad/chassis/caller';
import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { withheldKeys } from './keyCoverage.ts';

/** What is wrong with a supergraph's rules: the field or type, and the remedy. Every field that clients can see has a rule, or there is a line about it here. */
export function uncovered(supergraph: Supergraph): string[] {
  const rules = readAccessRules(supergraph.schema);
  const schema = supergraph.apiSchema().toGraphQLJSSchema();
  const entities = new Set(supergraph.schema.objectTypes().filter((type) => type.appliedDirectivesOf('join__type').some((one) => one.arguments()['key'] !== undefined)).map(({ name }) => name));
  const problems = fieldsOf(schema).flatMap(([type, field]) => problemOf(rules, type, field, { isRoot: isRoot(schema, type), isEntity: entities.has(type) }));
  return [...unknownNames(rules), ...problems, ...withheldKeys(supergraph.schema, rules)];
}

type Kind = { isRoot: boolean; isEntity: boolean };

function problemOf(rules: AccessRules, type: string, field: string, { isRoot, isEntity }: Kind): string[] {
  const coordinate = `${type}.${field}`;
  const own = [...(rules.get(type) ?? []), ...(rules.get(coordinate) ?? [])];
  if (own.length === 0) return [`${coordinate} has no rule. ${remedy(isRoot || isEntity)}`];
  if ((isRoot || isEntity) && own.every(isInherited)) return [`${coordinate} is reached by itself and cannot be "${inherited}". ${remedy(true)}`];
  if (isOpenToNobody(own.filter(({ kind }) => kind !== 'services'))) return [`${coordinate} is open to nobody: its rules and its type's exclude each other. Let one role fulfil all of them.`];
  if (isOpenToNobody(own)) return [`${coordinate} is for our services only, and none may call it. Name those that do in packages/subgraph-chassis/src/authorization/serviceRights.ts.`];
  return [];
}

const isOpenToNobody = (requirements: readonly Requirement[]): boolean => !everyKind.some((rights) => requirements.every((requirement) => fulfils(rights, requirement)));

const remedy = (byItself: boolean): string =>
  `Say in its subgraph's schema.graphql who may have it, on the field or on its type: @authenticated, @requiresScopes(scopes: [["ADMIN"]]) or @policy(policies: [["public"]])${byItself ? '' : `, or "${inherited}" for whoever sees what leads to it`}.`;

const isInherited = (requirement: Requirement): boolean => requirement.kind === 'policies' && requirement.anyOf.some((all) => all.every((name) => name === inherited));

const isRoot = (schema: GraphQLSchema, type: string): boolean => [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some((root) => root?.name === type);

const fieldsOf = (schema: GraphQLSchema): [type: string, field: string][] =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__') ? Object.keys(type.getFields()).map((field): [string, string] => [type.name, field]) : [],
  );

/** A name that is misspelt admits nobody, which is safe but not what was meant. */
const unknownNames = (rules: AccessRules): string[] =>
  [...rules].flatMap(([coordinate, requirements]) =>
    requirements.flatMap((requirement) => {
      if (requirement.kind === 'authenticated' || requirement.kind === 'services') return [];
      const known: readonly string[] = requirement.kind === 'scopes' ? roles : Object.keys(policies);
      const unknown = new Set(requirement.anyOf.flat().filter((name) => !known.includes(name)));
      return [...unknown].map((name) => `${coordinate}: there is no ${requirement.kind === 'scopes' ? 'scope' : 'policy'} "${name}". Use one of ${known.join(', ')}${requirement.kind === 'policies' ? ', or say in packages/subgraph-chassis/src/authorization/policies.ts what it means' : ''}.`);
    }),
  );
