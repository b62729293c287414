import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

export const tokenLimit = 5_000;
const limits = { depth: 15, aliases: 50, rootFields: 20, directives: 50 };

type Size = { depth: number; aliases: number; rootFields: number; directives: number };
const nothing: Size = { depth: 0, aliases: 0, rootFields: 0, directives: 0 };

/** Validation rule: refuses operations so deep or so wide that no front end writes them. Fragments count where they are used. */
export function limitOperations(context: ValidationContext): ASTVisitor {
  const measure = createMeasure((name) => context.getFragment(name));
  return {
    OperationDefinition(node) {
      const size = measure(node.selectionSet);
      for (const name of ['depth', 'aliases', 'rootFields', 'directives'] as const) {
        if (size[name] <= limits[name]) continue;
        const message = `The operation is too large: ${name} ${size[name]}, at most ${limits[name]}. Split it.`;
        context.reportError(new GraphQLError(message, { nodes: node }));
      }
      return false;
    },
  };
}

/** Measures each fragment once, so that fragments of fragments cost no more to measure than to write. */
function createMeasure(fragmentNamed: (name: string) => FragmentDefinitionNode | null | undefined): (selections: SelectionSetNode) => Size {
  const measured = new Map<string, Size>();
  const measureFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing); // a cycle, which another rule reports, ends here
    const fragment = fragmentNamed(name);
    const size = fragment ? measure(fragment.selectionSet) : nothing;
    measured.set(name, size);
    return size;
  };
  const measure = ({ selections }: SelectionSetNode): Size => {
    const total = { ...nothing };
    for (const selection of selections) {
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? measureFragment(selection.name.value) : selection.selectionSet ? measure(selection.selectionSet) : nothing;
      const isField = selection.kind === Kind.FIELD;
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      total.rootFields += isField ? 1 : inner.rootFields;
      total.directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return total;
  };
  return measure;
}
