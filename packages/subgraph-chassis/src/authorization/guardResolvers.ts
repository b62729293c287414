import { defaultFieldResolver, getNamedType, isAbstractType, isObjectType, type GraphQLError, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Caller } from '../caller.ts';
import type { AccessRules } from './accessRules.ts';
import type { Requirement } from './requirement.ts';
import { everyKind, fulfils, refusalOf, rightsOf } from './rights.ts';

type Resolver = GraphQLFieldResolver<unknown, { caller: Caller }>;
type ResolveReference = (representation: unknown, context: { caller: Caller }, info: unknown) => unknown;
type Refuse = (caller: Caller) => GraphQLError | undefined;

/**
 * Puts the rules before the resolvers, once: what nobody is refused stays as it is. An object is guarded where it is reached: by the field
 * that gives it, by a representation, or at its own fields where a field gives one of several types. (Federation knows no rules on interfaces.)
 */
export function guardResolvers(schema: GraphQLSchema, rules: AccessRules): void {
  const rulesOf = (...coordinates: string[]): Requirement[] => coordinates.flatMap((coordinate) => rules.get(coordinate) ?? []);
  const atItsFields = typesReachedUnseen(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const own = atItsFields.has(type) ? [type.name] : [];
    for (const field of Object.values(type.getFields())) {
      const refuse = refusing(rulesOf(...own, `${type.name}.${field.name}`, getNamedType(field.type).name));
      if (refuse) guardField(field, refuse);
    }
    const refuse = refusing(rulesOf(type.name));
    if (refuse) guardReference(type, refuse);
  }
}

/** Those that no field names: an operation's own types, and members of others. What `_entities` gives is guarded by its representation. */
function typesReachedUnseen(schema: GraphQLSchema): Set<GraphQLObjectType> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type !== undefined && type !== null);
  const members = Object.values(schema.getTypeMap()).flatMap((type) => (isAbstractType(type) && type.name !== '_Entity' ? schema.getPossibleTypes(type) : []));
  return new Set([...roots, ...members]);
}

/** Undefined where everybody fulfils everything. */
function refusing(requirements: readonly Requirement[]): Refuse | undefined {
  const strict = [...new Set(requirements)].filter((requirement) => !everyKind.every((rights) => fulfils(rights, requirement)));
  if (strict.length === 0) return undefined;
  return (caller) => {
    const rights = rightsOf(caller);
    const unmet = strict.find((requirement) => !fulfils(rights, requirement));
    return unmet && refusalOf(rights, unmet);
  };
}

function guardField(field: GraphQLField<unknown, { caller: Caller }>, refuse: Refuse): void {
  const guarded = (resolve: Resolver): Resolver => (source, args, context, info) => {
    const refusal = refuse(context.caller);
    if (refusal) throw refusal;
    return resolve(source, args, context, info);
  };
  field.resolve = guarded(field.resolve ?? defaultFieldResolver);
  if (field.subscribe) field.subscribe = guarded(field.subscribe);
}

type Extensions = { apollo?: { subgraph?: { resolveReference?: ResolveReference } } };

function guardReference(type: GraphQLObjectType, refuse: Refuse): void {
  const { apollo } = type.extensions as Extensions;
  const resolve = apollo?.subgraph?.resolveReference ?? ((representation: unknown) => representation);
  // Async on purpose: what throws at once would fail all entities of the fetch.
  const resolveReference: ResolveReference = async (representation, context, info) => {
    const refusal = refuse(context.caller);
    if (refusal) throw refusal;
    return resolve(representation, context, info);
  };
  type.extensions = { ...type.extensions, apollo: { ...apollo, subgraph: { ...apollo?.subgraph, resolveReference } } };
}
