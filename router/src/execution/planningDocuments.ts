import { isAbstractType, Kind, OperationTypeNode, print, visit, type DocumentNode, type FieldNode, type GraphQLCompositeType, type GraphQLSchema, type ObjectValueNode, type OperationDefinitionNode } from 'graphql';
import { forEachField, isPartOf, responseKeyOf, typename } from './documentFields.ts';
import type { Requirement } from './requirements.ts';
import { splitByRequirements } from './splitByRequirements.ts';

/** Where the collected data has what a field of the client's selects. */
export type DataKey = (field: FieldNode) => string;

export type PlanningDocuments = {
  /** To be planned and executed one after the other; together they fetch what the client's document asks for. */
  documents: DocumentNode[];
  dataKey: DataKey;
  /** The response key of a key in the data. */
  responseKey: (dataKey: string) => string;
};

type Parts = {
  schema: GraphQLSchema;
  /** With the one operation that is planned. */
  document: DocumentNode;
  requirements: readonly Requirement[];
};

const isAboutSchema = (name: string): boolean => name === '__schema' || name === '__type';

/**
 * The client's operation as it is planned. Beside it the plan fetches keys and requirements under their own names, into the same
 * objects: response keys that could meet one of those are renamed, and those that mean different things for different types, for the
 * planner may ask a subgraph that does not know the types. Introspection is answered elsewhere, and a type's name is
 * taken from where everything else needs it. The operation has no name, so that equal fetches are equal as text.
 */
export function planningDocuments({ schema, document, requirements }: Parts): PlanningDocuments {
  const withoutIntrospection = visit(document, {
    OperationDefinition: { leave: (operation) => ({ ...operation, name: undefined }) },
    SelectionSet: (set) => (set.selections.length === 0 ? { ...set, selections: [typename] } : undefined),
    Field: ({ name, alias, directives }) => (isAboutSchema(name.value) || (name.value === '__typename' && alias) ? { ...typename, directives } : undefined),
  });
  const { dataKey, original } = dataKeys(schema, withoutIntrospection, requirements);
  const planned = original.size === 0 ? withoutIntrospection : rename(withoutIntrospection, dataKey);
  return {
    documents: isQuery(planned) ? splitByRequirements(schema, planned, requirements) : [planned],
    dataKey,
    responseKey: (key) => original.get(key) ?? key,
  };
}

export const onlyOperation = (document: DocumentNode, operation: OperationDefinitionNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.filter((definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION),
});

const isQuery = ({ definitions }: DocumentNode): boolean =>
  definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.QUERY);

type DataKeys = {
  dataKey: DataKey;
  /** The response keys of those keys that are others. */
  original: ReadonlyMap<string, string>;
};

function dataKeys(schema: GraphQLSchema, document: DocumentNode, requirements: readonly Requirement[]): DataKeys {
  const required = requirements.flatMap(({ requires }) => requires);
  const meanings = new Map<string, Set<string>>();
  const unsafe = new Set<string>();
  forEachField(schema, document, (node, parent) => {
    const key = responseKeyOf(node);
    meanings.set(key, (meanings.get(key) ?? new Set()).add(meaningOf(node)));
    const bearsOtherName = key !== node.name.value && typesOf(schema, parent).some((type) => 'getFields' in type && type.getFields()[key]);
    const isRequired = required.some(({ type, field }) => field === node.name.value && isPartOf(schema, parent, type));
    if (bearsOtherName || isRequired || key in Object.prototype) unsafe.add(key);
  });
  const original = new Map<string, string>();
  const unused = (name: string): string => (meanings.has(name) || original.has(name) ? unused(`${name}_`) : name);
  const renamed = (key: string): string => {
    const name = unused(`asked_${key}`);
    original.set(name, key);
    return name;
  };
  const nameOf = (key: string, index: number): string => (index > 0 || unsafe.has(key) ? renamed(key) : key);
  const names = new Map([...meanings].map(([key, some]) => [key, new Map([...some].map((meaning, index) => [meaning, nameOf(key, index)]))]));
  const dataKey: DataKey = (node) => {
    const key = responseKeyOf(node);
    const known = names.get(key);
    // the root field of a subscription is planned with another argument
    return known?.get(meaningOf(node)) ?? known?.values().next().value ?? key;
  };
  return { dataKey, original };
}

/** Equal for fields that may be merged. */
function meaningOf({ name, arguments: args = [] }: FieldNode): string {
  const sorted = visit({ kind: Kind.OBJECT, fields: args.map((argument) => ({ ...argument, kind: Kind.OBJECT_FIELD })) } as ObjectValueNode, {
    ObjectValue: { leave: (node) => ({ ...node, fields: node.fields.toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1)) }) },
  });
  return args.length === 0 ? name.value : `${name.value} ${print(sorted)}`;
}

const rename = (document: DocumentNode, dataKey: DataKey): DocumentNode =>
  visit(document, {
    Field: (node) => {
      const value = dataKey(node);
      return value === responseKeyOf(node) ? undefined : { ...node, alias: { kind: Kind.NAME, value } };
    },
  });

const typesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
  isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
