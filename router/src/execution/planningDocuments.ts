import { isAbstractType, Kind, OperationTypeNode, visit, type DocumentNode, type GraphQLCompositeType, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { forEachField, isPartOf, responseKeyOf, typename } from './documentFields.ts';
import type { Requirement } from './requirements.ts';
import { splitByRequirements } from './splitByRequirements.ts';

export type PlanningDocuments = {
  /** To be planned and executed one after the other; together they fetch what the client's document asks for. */
  documents: DocumentNode[];
  dataKey: (responseKey: string) => string;
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
 * objects: response keys that could meet one of those are renamed. Introspection is answered elsewhere, and a type's name is
 * taken from where everything else needs it. The operation has no name, so that equal fetches are equal as text.
 */
export function planningDocuments({ schema, document, requirements }: Parts): PlanningDocuments {
  const withoutIntrospection = visit(document, {
    OperationDefinition: { leave: (operation) => ({ ...operation, name: undefined }) },
    SelectionSet: (set) => (set.selections.length === 0 ? { ...set, selections: [typename] } : undefined),
    Field: ({ name, alias, directives }) => (isAboutSchema(name.value) || (name.value === '__typename' && alias) ? { ...typename, directives } : undefined),
  });
  const renamed = keysToRename(schema, withoutIntrospection, requirements);
  const planned = renamed.size === 0 ? withoutIntrospection : rename(withoutIntrospection, renamed);
  const original = new Map([...renamed].map(([key, dataKey]) => [dataKey, key]));
  return {
    documents: isQuery(planned) ? splitByRequirements(schema, planned, requirements) : [planned],
    dataKey: (key) => renamed.get(key) ?? key,
    responseKey: (key) => original.get(key) ?? key,
  };
}

export const onlyOperation = (document: DocumentNode, operation: OperationDefinitionNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.filter((definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION),
});

const isQuery = ({ definitions }: DocumentNode): boolean =>
  definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.QUERY);

function keysToRename(schema: GraphQLSchema, document: DocumentNode, requirements: readonly Requirement[]): Map<string, string> {
  const required = requirements.flatMap(({ requires }) => requires);
  const keys = new Set<string>();
  const renamed = new Set<string>();
  forEachField(schema, document, (node, parent) => {
    const key = responseKeyOf(node);
    keys.add(key);
    const bearsOtherName = key !== node.name.value && typesOf(schema, parent).some((type) => 'getFields' in type && type.getFields()[key]);
    const isRequired = required.some(({ type, field }) => field === node.name.value && isPartOf(schema, parent, type));
    if (bearsOtherName || isRequired || key in Object.prototype) renamed.add(key);
  });
  const unused = (name: string): string => (keys.has(name) ? unused(`${name}_`) : name);
  return new Map([...renamed].map((key) => [key, unused(`asked_${key}`)]));
}

const rename = (document: DocumentNode, renamed: ReadonlyMap<string, string>): DocumentNode =>
  visit(document, {
    Field: (node) => {
      const value = renamed.get(responseKeyOf(node));
      return value === undefined ? undefined : { ...node, alias: { kind: Kind.NAME, value } };
    },
  });

const typesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
  isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
