import type { Requirement } from '@sysops-squad/chassis/authorization/accessRules';
import { fulfils, type Rights } from '@sysops-squad/chassis/authorization/rights';
import { servicesThatMayCall } from '@sysops-squad/chassis/authorization/serviceRights';
import { getNamedType, isObjectType, isUnionType, valueFromASTUntyped, type ConstDirectiveNode, type GraphQLField, type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { argumentsText } from './operations.ts';

export type Operation = 'query' | 'mutation' | 'subscription';
type Field = GraphQLField<unknown, unknown>;

/** A way to one field of a subgraph, from a root field or a representation on. */
export type Way = {
  coordinate: string;
  operation: Operation;
  /** The selection, without the operation around it; its root field bears the alias. */
  textUnder: (alias: string) => string;
  /** Whether the rules along the way, the field's own included, let this caller through. */
  isOpen: boolean;
};

/** Where a type is met: what is written before and behind a selection of its fields. */
type Place = { operation: Operation; before: (alias: string) => string; behind: string; isOpen: boolean };

/** To each field of each object type that can be reached: a way on which nothing else is refused to this caller, where there is one. */
export function waysOf(schema: GraphQLSchema, rights: Rights): Way[] {
  const admits = (requirements: readonly Requirement[]): boolean => requirements.every((requirement) => fulfils(rights, requirement));
  const places = new Map<GraphQLObjectType, Place>(entrances(schema).map(([type, place]) => [type, { ...place, isOpen: admits(rulesOf(type)) }]));
  // Open places first: a type that is met behind a closed door as well is entered by the open one.
  for (let found = true; found; ) {
    found = false;
    for (const isOpen of [true, false]) {
      if (found) break;
      for (const [type, place] of [...places].filter(([, one]) => one.isOpen === isOpen)) {
        for (const field of Object.values(type.getFields())) {
          const given = getNamedType(field.type);
          if (!isObjectType(given) || given.name.startsWith('_')) continue;
          const next = { ...place, before: (alias: string) => `${place.before(alias)}${callOf(type, field, alias, schema)} { `, behind: ` }${place.behind}`, isOpen: isOpen && admits(rulesAt(schema, type, field)) };
          const known = places.get(given);
          if (known && (known.isOpen || !next.isOpen)) continue;
          places.set(given, next);
          found = true;
        }
      }
    }
  }
  return [...places].flatMap(([type, place]) =>
    Object.values(type.getFields()).filter(({ name }) => !name.startsWith('_')).map((field): Way => ({
      coordinate: `${type.name}.${field.name}`,
      operation: place.operation,
      textUnder: (alias) => `${place.before(alias)}${callOf(type, field, alias, schema)}${isObjectType(getNamedType(field.type)) ? ' { __typename }' : ''}${place.behind}`,
      isOpen: place.isOpen && admits(rulesAt(schema, type, field)),
    })),
  );
}

/** Root types and, by a representation of each, entities. */
function entrances(schema: GraphQLSchema): [GraphQLObjectType, Omit<Place, 'isOpen'>][] {
  const roots = (['query', 'mutation', 'subscription'] as const).flatMap((operation): [GraphQLObjectType, Omit<Place, 'isOpen'>][] => {
    const type = rootType(schema, operation);
    return type ? [[type, { operation, before: () => '', behind: '' }]] : [];
  });
  const union = schema.getType('_Entity');
  const entities = isUnionType(union) ? union.getTypes() : [];
  return [...roots, ...entities.map((type): [GraphQLObjectType, Omit<Place, 'isOpen'>] => [type, { operation: 'query', before: (alias) => `${alias}: _entities(representations: [{ __typename: "${type.name}", id: "1" }]) { ... on ${type.name} { `, behind: ' } }' }])];
}

const rootType = (schema: GraphQLSchema, operation: Operation) => ({ query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() })[operation];

const isRootType = (schema: GraphQLSchema, type: GraphQLObjectType): boolean =>
  (['query', 'mutation', 'subscription'] as const).some((operation) => rootType(schema, operation) === type);

function callOf(type: GraphQLObjectType, field: Field, alias: string, schema: GraphQLSchema): string {
  return `${isRootType(schema, type) ? `${alias}: ` : ''}${field.name}${argumentsText(field, () => undefined)}`;
}

function rulesAt(schema: GraphQLSchema, type: GraphQLObjectType, field: Field): Requirement[] {
  const own = requirementsIn(field.astNode?.directives);
  const isForAll = own.every((one) => one.kind === 'policies' && one.anyOf.flat().some((name) => ['public', 'survey:token'].includes(name)));
  const services: Requirement[] = isRootType(schema, type) && !isForAll ? [{ kind: 'services', names: servicesThatMayCall(`${type.name}.${field.name}`) }] : [];
  return [...own, ...services, ...rulesOf(getNamedType(field.type))];
}

const rulesOf = ({ astNode, extensionASTNodes }: GraphQLNamedType): Requirement[] => [astNode, ...extensionASTNodes].flatMap((node) => requirementsIn(node?.directives));

/** Read here a second time, from the text, so that a rule which the subgraph overlooks is missed. */
const requirementsIn = (directives: readonly ConstDirectiveNode[] = []): Requirement[] =>
  directives.flatMap(({ name, arguments: args = [] }): Requirement[] => {
    const list = args[0] && (valueFromASTUntyped(args[0].value) as string[][]);
    if (name.value === 'authenticated') return [{ kind: 'authenticated' }];
    if (name.value === 'requiresScopes') return [{ kind: 'scopes', anyOf: list! }];
    return name.value === 'policy' ? [{ kind: 'policies', anyOf: list! }] : [];
  });
