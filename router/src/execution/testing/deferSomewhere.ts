import { Kind, parse, print, visit, type DirectiveNode, type SelectionSetNode } from 'graphql';
import { seeded } from './randomOperations.ts';

const defer: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } };

/** The same operation with some of its fragments deferred, and some fields put into fragments that are. */
export function deferSomewhere(query: string, seed: number): string {
  const random = seeded(seed);
  const isDeferred = (chance: number): boolean => random() < chance;
  const deferFields = ({ selections }: SelectionSetNode): SelectionSetNode | undefined => {
    if (!isDeferred(0.3)) return undefined;
    const kept = Math.floor(random() * selections.length);
    const later = { kind: Kind.INLINE_FRAGMENT, directives: [defer], selectionSet: { kind: Kind.SELECTION_SET, selections: selections.slice(kept) } } as const;
    return { kind: Kind.SELECTION_SET, selections: [...selections.slice(0, kept), later] };
  };
  const deferred = visit(parse(query), {
    InlineFragment: { leave: (node) => (isDeferred(0.4) ? { ...node, directives: [...(node.directives ?? []), defer] } : undefined) },
    FragmentSpread: (node) => (isDeferred(0.4) ? { ...node, directives: [...(node.directives ?? []), defer] } : undefined),
    SelectionSet: { leave: (node) => deferFields(node) },
  });
  return print(deferred);
}
