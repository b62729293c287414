import { executeSync, Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { JsonObject } from './jsonValue.ts';
import type { Fragments } from './selectedFields.ts';

/** Answers what an operation asks about the schema itself; undefined when it asks nothing. */
export function compileIntrospection(schema: GraphQLSchema, fragments: Fragments, operation: OperationDefinitionNode): ((variables: JsonObject) => JsonObject) | undefined {
  const selectionSet = onlyIntrospection(operation.selectionSet, fragments);
  if (selectionSet.selections.length === 0) return undefined;
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }, ...fragments.values()] };
  return (variableValues) => (executeSync({ schema, document, variableValues }).data ?? {}) as JsonObject;
}

function onlyIntrospection(set: SelectionSetNode, fragments: Fragments, opened = new Set<string>()): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__schema' || selection.name.value === '__type' ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD && opened.has(selection.name.value)) return [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) opened.add(selection.name.value);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
    const inner = onlyIntrospection(fragment.selectionSet, fragments, opened);
    return inner.selections.length === 0 ? [] : [{ kind: Kind.INLINE_FRAGMENT, typeCondition: fragment.typeCondition, selectionSet: inner }];
  });
  return { kind: Kind.SELECTION_SET, selections };
}
