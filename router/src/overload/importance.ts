import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** How late an operation is given up when not all can be served: reads first, then changes, and last that a ticket is created or cancelled. */
export const importances = ['read', 'change', 'ticket'] as const;
export type Importance = (typeof importances)[number];

const ticketFields = new Set(['createTicket', 'cancelTicket']);

export const isMoreImportant = (one: Importance, other: Importance): boolean => importances.indexOf(one) > importances.indexOf(other);

/** By all root fields, so that nothing gains by having a ticket cancelled beside it. */
export function importanceOf(operation: OperationDefinitionNode, document: DocumentNode): Importance {
  if (operation.operation !== 'mutation') return 'read';
  const names = rootFields(operation.selectionSet, document);
  return names.length > 0 && names.every((name) => ticketFields.has(name)) ? 'ticket' : 'change';
}

/** Of a valid document: its fragments end. */
function rootFields({ selections }: SelectionSetNode, document: DocumentNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(selection.selectionSet, document);
    const fragment = document.definitions.find((node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value);
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(fragment.selectionSet, document) : [];
  });
}
