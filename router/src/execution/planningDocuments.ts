import { isAbstractType, isObjectType, Kind, OperationTypeNode, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type FieldNode, type GraphQLCompositeType, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Requirement } from './requirements.ts';

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

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

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

/** One document per group of fields whose requirements agree on the arguments of what they require: the planner has room for one value. */
function splitByRequirements(schema: GraphQLSchema, document: DocumentNode, requirements: readonly Requirement[]): DocumentNode[] {
  if (requirements.length < 2) return [document];
  const used = new Set<Requirement>();
  const requirementOf = (node: FieldNode, parent: GraphQLCompositeType) => requirements.find(({ type, field }) => field === node.name.value && isPartOf(schema, parent, type));
  forEachField(schema, document, (node, parent) => {
    const requirement = requirementOf(node, parent);
    if (requirement) used.add(requirement);
  });
  const groups: Requirement[][] = [];
  for (const requirement of used) {
    const group = groups.find((others) => others.every((other) => agree(requirement, other)));
    if (group) group.push(requirement);
    else groups.push([requirement]);
  }
  if (groups.length < 2) return [document];
  return groups.map((group) => {
    const types = new TypeInfo(schema);
    const visitor = {
      Field: (node: FieldNode) => {
        const requirement = requirementOf(node, types.getParentType()!);
        return requirement && !group.includes(requirement) ? typename : undefined;
      },
    };
    return visit(document, visitWithTypeInfo(types, visitor));
  });
}

const agree = (a: Requirement, b: Requirement): boolean =>
  a.requires.every((one) => b.requires.every((other) => one.type !== other.type || one.field !== other.field || one.arguments === other.arguments));

function forEachField(schema: GraphQLSchema, document: DocumentNode, use: (node: FieldNode, parent: GraphQLCompositeType) => void): void {
  const types = new TypeInfo(schema);
  const visitor = { Field: (node: FieldNode): void => use(node, types.getParentType()!) };
  visit(document, visitWithTypeInfo(types, visitor));
}

const responseKeyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const typesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
  isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];

/** Whether an object of the one may be seen as the other. */
function isPartOf(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): boolean {
  const type = schema.getType(name);
  if (parent === type) return true;
  if (isAbstractType(type) && isObjectType(parent)) return schema.isSubType(type, parent);
  return isAbstractType(parent) && isObjectType(type) && schema.isSubType(parent, type);
}
