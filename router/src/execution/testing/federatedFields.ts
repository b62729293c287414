import { parse, type DocumentNode, type FieldNode } from 'graphql';

/** Of the types that have a key. */
export const entityNames = ({ definitions }: DocumentNode): string[] =>
  definitions.flatMap((definition) => ('directives' in definition && 'name' in definition && definition.directives?.some(({ name }) => name.value === 'key') ? [definition.name!.value] : []));

/** `Type.field` of everything that is part of a key, at any depth: there an object is known by its own number. */
export function keyFields(typeDefs: DocumentNode): Set<string> {
  const found = new Set<string>();
  const fields = new Map<string, Map<string, string>>();
  const described = typeDefs.definitions.flatMap((definition) => ('fields' in definition && definition.fields ? [definition] : []));
  for (const definition of described) {
    const known = fields.get(definition.name.value) ?? new Map<string, string>();
    for (const field of definition.fields ?? []) known.set(field.name.value, /\w+/.exec(JSON.stringify(field.type, ['kind', 'type', 'name', 'value']).match(/"value":"(\w+)"/)![1]!)![0]);
    fields.set(definition.name.value, known);
  }
  const walk = (type: string, selections: readonly unknown[]): void => {
    for (const selection of selections as { name: { value: string }; selectionSet?: { selections: unknown[] } }[]) {
      found.add(`${type}.${selection.name.value}`);
      const inner = fields.get(type)?.get(selection.name.value);
      if (selection.selectionSet && inner) walk(inner, selection.selectionSet.selections);
    }
  };
  for (const definition of described) for (const set of argumentsOf(definition.directives, 'key')) walk(definition.name.value, set);
  return found;
}

/** By `Type.field`, what it requires. */
export function requiredFields(typeDefs: DocumentNode): Map<string, readonly FieldNode[]> {
  const found = new Map<string, readonly FieldNode[]>();
  for (const definition of typeDefs.definitions) {
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const [selections] = argumentsOf(field.directives, 'requires');
      if (selections) found.set(`${definition.name.value}.${field.name.value}`, selections as FieldNode[]);
    }
  }
  return found;
}

const argumentsOf = (directives: readonly { name: { value: string }; arguments?: readonly { name: { value: string }; value: unknown }[] }[] | undefined, name: string): (readonly unknown[])[] =>
  (directives ?? []).flatMap((directive) => {
    const value = directive.arguments?.find((argument) => argument.name.value === 'fields')?.value as { value?: string } | undefined;
    const [set] = directive.name.value === name && value?.value ? parse(`{${value.value}}`).definitions : [];
    return set ? [(set as { selectionSet: { selections: readonly unknown[] } }).selectionSet.selections] : [];
  });
