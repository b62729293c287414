import { createHash } from 'node:crypto';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getArgumentValues,
  getNamedType,
  GraphQLError,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { entityNames, keyFields, requiredFields } from './federatedFields.ts';

/** An object of the world is its number; what a subgraph was told about it in a representation comes along. */
type Thing = { __typename: string; n: number; told?: Record<string, unknown> };
export type World = {
  /** Of all nullable values and of all fields, from 0 to 1. */
  nulls?: number;
  errors?: number;
  /** How many objects there are of each type (8). */
  things?: number;
  /** Elements of every list; from 0 to 3 when absent. */
  elements?: number;
  /** The fields whose texts have something to be escaped in JSON; absent: all. */
  quoted?: readonly string[];
  /** Values of scalars of one's own, by the name of the scalar; an object for those that are not listed. */
  scalars?: Record<string, readonly string[]>;
};

export type Mocked = { data?: Record<string, unknown> | null; errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[] };

/**
 * Subgraphs that answer every query, from nothing but the name of a field, its arguments and the number of its object: all of
 * them agree, and what is said of an object is the same however one comes to it.
 */
export function mockWorld(sdls: Record<string, string>, world: World = {}) {
  const documents = Object.entries(sdls).map(([name, sdl]) => [name, parse(sdl)] as const);
  const facts: Facts = { world, ownFields: new Set(documents.flatMap(([, document]) => [...keyFields(document)])), requires: new Map(documents.flatMap(([, document]) => [...requiredFields(document)])) };
  return {
    subgraphs: Object.fromEntries(documents.map(([name, typeDefs]) => [name, mockSubgraph(typeDefs, facts)])),
    /** One service for everything. */
    asOne: (schema: GraphQLSchema) => (mockFields(schema, facts), schema),
  };
}

type Facts = { world: World; ownFields: ReadonlySet<string>; requires: ReadonlyMap<string, readonly FieldNode[]> };

function mockSubgraph(typeDefs: DocumentNode, facts: Facts) {
  const resolvers: Record<string, { __resolveReference: (reference: Record<string, unknown>) => Promise<Thing | null> }> = {};
  for (const name of entityNames(typeDefs)) resolvers[name] = { __resolveReference: async (reference) => refer(schema, reference, facts) };
  const schema: GraphQLSchema = buildSubgraphSchema({ typeDefs, resolvers });
  mockFields(schema, facts);
  const calls: string[] = [];
  return {
    calls,
    ask: async (query: string, variableValues: Record<string, unknown>) => {
      calls.push(query);
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) throw new Error(`invalid query for a subgraph: ${errors.join()}\n${query}`);
      return JSON.parse(JSON.stringify(await execute({ schema, document, variableValues }))) as Mocked;
    },
  };
}

function mockFields(schema: GraphQLSchema, { world, ownFields, requires }: Facts): void {
  const resolve: GraphQLFieldResolver<Thing | undefined, unknown> = (parent, args, _context, { fieldName: field, parentType, returnType }) => {
    const n = parent?.n ?? 0;
    const chance = (what: string): number => fraction(what, field, n, JSON.stringify(args));
    if (parent && chance('error') < (world.errors ?? 0)) throw new GraphQLError(`${field} of ${n} failed`, { extensions: { code: chance('code') < 0.5 ? 'FORBIDDEN' : 'MOCK' } });
    const coordinate = `${parentType.name}.${field}`;
    const own = ownFields.has(coordinate);
    if (!isNonNullType(returnType) && !own && chance('null') < (world.nulls ?? 0)) return null;
    const told = requires.get(coordinate)?.map((node) => (parent?.told ? selected(node, parent.told[node.name.value]) : lookUp(parentType, node, n)));
    const given = parent?.told && field in parent.told && !own ? parent.told[field] : undefined;
    if (given !== undefined && isScalarType(getNamedType(returnType))) return given;
    return valueOf({ schema, field, own: own ? n : -1, seed: `${n} ${JSON.stringify(args)} ${told ? JSON.stringify(told) : ''}`, world }, returnType);
  };
  /** What a subgraph is told of a field that it requires, where there is but one service. */
  const lookUp = (parentType: GraphQLObjectType, node: FieldNode, n: number): unknown => {
    const definition = parentType.getFields()[node.name.value]!;
    const value = resolve({ __typename: parentType.name, n }, getArgumentValues(definition, node), undefined, { fieldName: definition.name, parentType, returnType: definition.type } as GraphQLResolveInfo);
    const inner = getNamedType(definition.type);
    if (!isObjectType(inner) || !value) return selected(node, value);
    return Object.fromEntries(fieldsOf(node).map((field) => [field.name.value, lookUp(inner, field, (value as Thing).n)]));
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('_')) continue;
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) if (!field.name.startsWith('_')) field.resolve = resolve as never;
    if (isInterfaceType(type) || isUnionType(type)) type.resolveType = (value: Thing) => value.__typename;
  }
}

const fieldsOf = ({ selectionSet }: FieldNode): FieldNode[] => (selectionSet?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);

/** Only what was asked for, in that order. */
function selected(node: FieldNode, value: unknown): unknown {
  if (!node.selectionSet || typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(fieldsOf(node).map((field) => [field.name.value, selected(field, (value as Record<string, unknown>)[field.name.value])]));
}

function refer(schema: GraphQLSchema, reference: Record<string, unknown>, { world, ownFields }: Facts): Thing | null {
  const keys = Object.entries(reference).filter(([field]) => ownFields.has(`${String(reference['__typename'])}.${field}`));
  const n = numberIn(Object.fromEntries(keys));
  if (fraction('reference', n) < (world.errors ?? 0)) throw new GraphQLError(`no reference ${n}`, { extensions: { code: 'NOT_FOUND' } });
  const type = schema.getType(String(reference['__typename']))!;
  return { __typename: isInterfaceType(type) ? typenameOf(schema, type, n) : type.name, n, told: reference };
}

/** The number that every scalar of a key ends with. */
function numberIn(reference: Record<string, unknown>): number {
  for (const [field, value] of Object.entries(reference)) {
    if (field === '__typename') continue;
    const text = typeof value === 'object' && value !== null ? String(numberIn(value as Record<string, unknown>)) : String(value);
    const digits = /(\d+)$/.exec(text)?.[1];
    if (digits !== undefined && Number(digits) >= 0) return Number(digits) % 1_000;
  }
  return -1;
}

function typenameOf(schema: GraphQLSchema, type: Parameters<GraphQLSchema['getPossibleTypes']>[0], n: number): string {
  const names = schema.getPossibleTypes(type).map(({ name }) => name).toSorted();
  return names[Math.abs(n) % names.length]!;
}

type Place = { schema: GraphQLSchema; field: string; own: number; seed: string; world: World };

function valueOf(place: Place, type: GraphQLOutputType): unknown {
  const { schema, field, own, seed, world } = place;
  const { things = 8, elements } = world;
  if (isNonNullType(type)) return valueOf(place, type.ofType);
  if (isListType(type)) {
    const length = elements ?? Math.floor(fraction('length', field, seed) * 4);
    return Array.from({ length }, (_, index) => valueOf({ ...place, seed: `${seed} ${index}` }, type.ofType));
  }
  const n = own >= 0 ? own : Math.floor(fraction(field, seed) * things);
  if (isEnumType(type)) return type.getValues()[Math.abs(n) % type.getValues().length]!.value;
  if (!isScalarType(type)) return { __typename: isObjectType(type) ? type.name : typenameOf(schema, type as never, n), n };
  const isKey = own >= 0;
  if (type.name === 'Int') return isKey ? n : Math.floor(fraction(field, seed) * 100);
  if (type.name === 'Float') return Math.floor(fraction(field, seed) * 100) / 4;
  if (type.name === 'Boolean') return fraction(field, seed) < 0.5;
  if (type.name === 'ID' || isKey) return `${field}-${isKey ? n : Math.floor(fraction(field, seed) * things)}`;
  if (type.name === 'String') return !world.quoted || world.quoted.includes(field) ? `${field} "${seed}"` : `${field} ${seed.replaceAll('"', '')}`;
  const values = world.scalars?.[type.name];
  return values ? values[Math.floor(fraction(field, seed) * values.length)] : { [field]: [seed] };
}

const fraction = (...parts: unknown[]): number => createHash('md5').update(parts.join('\n')).digest().readUInt32LE(0) / 2 ** 32;
