import {
  getNamedType,
  getNullableType,
  getOperationAST,
  isLeafType,
  isObjectType,
  Kind,
  parseType,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The one field that a subscription subscribes to. */
export type RootField = {
  node: FieldNode;
  definition: GraphQLField<unknown, unknown>;
  /** Its alias or name: the key of its value in each event. */
  responseName: string;
  /** Present when a broken stream can go on behind the last event seen: the names under which the router asks for that. */
  resume: { variable: string; cursor: string } | undefined;
};

/** Of a valid document with one operation. */
export function rootFieldOf(schema: GraphQLSchema, document: DocumentNode): RootField {
  const operation = getOperationAST(document)!;
  const node = rootFields(operation.selectionSet, document)[0]!;
  const definition = schema.getSubscriptionType()!.getFields()[node.name.value]!;
  const resume = isResumable(definition) ? { variable: unusedName(operation, 'routerAfter'), cursor: 'routerCursor' } : undefined;
  return { node, definition, responseName: node.alias?.value ?? node.name.value, resume };
}

/** All selections of the root field, fragments opened. */
function rootFields({ selections }: SelectionSetNode, document: DocumentNode): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return rootFields((selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentNamed(document, selection.name.value)).selectionSet, document);
  });
}

const fragmentNamed = (document: DocumentNode, name: string): FragmentDefinitionNode =>
  document.definitions.find((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name)!;

/** By convention: an argument `after`, and a `cursor` in what it takes to go on from there. */
function isResumable(definition: GraphQLField<unknown, unknown>): boolean {
  const type = getNullableType(definition.type);
  const cursor = isObjectType(type) ? type.getFields()['cursor'] : undefined;
  return definition.args.some(({ name }) => name === 'after') && cursor !== undefined && isLeafType(getNamedType(cursor.type));
}

function unusedName(operation: OperationDefinitionNode, name: string): string {
  const used = operation.variableDefinitions?.some(({ variable }) => variable.name.value === name);
  return used ? unusedName(operation, `${name}_`) : name;
}

/**
 * The document as the router subscribes with it: `after` comes from a variable of the router's, and every event has its cursor,
 * whether the client asked for it or not. What clients get is written from their own document.
 */
export function withResume(schema: GraphQLSchema, document: DocumentNode, { definition, resume }: RootField): DocumentNode {
  if (!resume) return document;
  const after = definition.args.find(({ name }) => name === 'after')!;
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const variable = { kind: Kind.VARIABLE, name: name(resume.variable) } as const;
  const rootType = schema.getSubscriptionType()!.name;
  const extendField = (node: FieldNode): FieldNode => ({
    ...node,
    arguments: [...(node.arguments ?? []).filter((argument) => argument.name.value !== 'after'), { kind: Kind.ARGUMENT, name: name('after'), value: variable }],
    selectionSet: { ...node.selectionSet!, selections: [...node.selectionSet!.selections, { kind: Kind.FIELD, alias: name(resume.cursor), name: name('cursor') }] },
  });
  const extendRoot = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return extendField(selection);
      return selection.kind === Kind.INLINE_FRAGMENT ? { ...selection, selectionSet: extendRoot(selection.selectionSet) } : selection;
    }),
  });
  return visit(document, {
    OperationDefinition: (node) => {
      const definitions = [...(node.variableDefinitions ?? []), { kind: Kind.VARIABLE_DEFINITION, variable, type: parseType(String(after.type)) } as const];
      return { ...node, variableDefinitions: definitions, selectionSet: extendRoot(node.selectionSet) };
    },
    FragmentDefinition: (node) => (node.typeCondition.name.value === rootType ? { ...node, selectionSet: extendRoot(node.selectionSet) } : undefined),
  });
}
