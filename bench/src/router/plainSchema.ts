import { Kind, parse, print, visit, type DefinitionNode, type ObjectTypeExtensionNode } from 'graphql';

const rules = ['authenticated', 'requiresScopes', 'policy'];

/**
 * A subgraph's schema for peers: without the rules about who may have what, which they would not load or not know; and each type in one piece,
 * since an older Grafbase does not see that a type and its extension are one.
 */
export function plainSchema(sdl: string): string {
  const document = visit(parse(sdl), {
    Directive: ({ name }) => (rules.includes(name.value) ? null : undefined),
    ListValue: (list) => ({ ...list, values: list.values.filter((value) => value.kind !== Kind.STRING || !rules.some((rule) => value.value === `@${rule}`)) }),
  });
  return print({ ...document, definitions: inOnePiece(document.definitions) });
}

function inOnePiece(definitions: readonly DefinitionNode[]): DefinitionNode[] {
  const defined = new Set(definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one.name.value] : [])));
  const belongs = (one: DefinitionNode): one is ObjectTypeExtensionNode => one.kind === Kind.OBJECT_TYPE_EXTENSION && defined.has(one.name.value);
  const extensions = Map.groupBy(definitions.filter(belongs), ({ name }) => name.value);
  const all = <T>(own: readonly T[] | undefined, more: (readonly T[] | undefined)[]): T[] => [own, ...more].flatMap((some) => some ?? []);
  return definitions.filter((one) => !belongs(one)).map((one) => {
    if (one.kind !== Kind.OBJECT_TYPE_DEFINITION) return one;
    const more = extensions.get(one.name.value) ?? [];
    return {
      ...one,
      fields: all(one.fields, more.map(({ fields }) => fields)),
      interfaces: all(one.interfaces, more.map(({ interfaces }) => interfaces)),
      directives: all(one.directives, more.map(({ directives }) => directives)),
    };
  });
}
