import { Kind, type DirectiveNode, type FragmentSpreadNode, type InlineFragmentNode, type ValueNode } from 'graphql';

export type Spread = FragmentSpreadNode | InlineFragmentNode;

export const isDefer = ({ name }: DirectiveNode): boolean => name.value === 'defer';

/** Undefined: it is deferred in any case. */
export const deferConditionOf = (defer: DirectiveNode): ValueNode | undefined => argumentOf(defer, 'if');

/** The label of a fragment that is deferred. */
export function deferLabelOf({ directives = [] }: Spread): string | undefined {
  const defer = directives.find(isDefer);
  const label = defer && argumentOf(defer, 'label');
  return label?.kind === Kind.STRING ? label.value : undefined;
}

export function deferVariablesOf({ directives = [] }: Spread): string[] {
  const conditions = directives.filter(isDefer).map(deferConditionOf);
  return conditions.flatMap((value) => (value?.kind === Kind.VARIABLE ? [value.name.value] : []));
}

function argumentOf({ arguments: args }: DirectiveNode, name: string): ValueNode | undefined {
  return args?.find((argument) => argument.name.value === name)?.value;
}
