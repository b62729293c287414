import { Kind, parse, type FieldNode, type SelectionSetNode } from 'graphql';

/** How a subscription goes on where it stopped: by the variable of its argument `after`, behind the `cursor` of the last event. */
export type Resumption = { variable: string; cursorIn: (data: unknown) => string | undefined };

/** Undefined where the operation does not take a cursor by a variable, or does not ask for one. */
export function resumptionOf(query: string): Resumption | undefined {
  const operation = parse(query, { noLocation: true }).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [root] = fieldsOf(operation?.selectionSet);
  const after = root?.arguments?.find(({ name }) => name.value === 'after')?.value;
  const cursor = fieldsOf(root?.selectionSet).find(({ name }) => name.value === 'cursor');
  if (!root || !cursor || after?.kind !== Kind.VARIABLE) return undefined;
  return {
    variable: after.name.value,
    cursorIn: (data) => (data as Record<string, Record<string, string> | null> | null | undefined)?.[keyOf(root)]?.[keyOf(cursor)],
  };
}

const fieldsOf = (set: SelectionSetNode | undefined): FieldNode[] => set?.selections.filter((selection) => selection.kind === Kind.FIELD) ?? [];

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;
