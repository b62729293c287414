import { GraphQLError, type ASTVisitor, type FieldNode, type FragmentSpreadNode, type InlineFragmentNode, type ValidationContext } from 'graphql';

export const conditionalRoot = 'The field of a subscription cannot depend on @skip or @include.';

/** Validation rule: what is subscribed to is known before it is planned. */
export function unconditionalRoot(context: ValidationContext): ASTVisitor {
  const check = (node: FieldNode | InlineFragmentNode | FragmentSpreadNode): void => {
    const conditional = node.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include');
    const isRoot = context.getParentType() === context.getSchema().getSubscriptionType();
    if (conditional && isRoot) context.reportError(new GraphQLError(conditionalRoot, { nodes: node }));
  };
  return { Field: check, InlineFragment: check, FragmentSpread: check };
}
