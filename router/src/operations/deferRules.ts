import { GraphQLError, Kind, type ASTVisitor, type DirectiveNode, type OperationDefinitionNode, type ValidationContext } from 'graphql';
import { isDefer } from '../execution/deferDirective.ts';

/** Validation rules for `@defer`: a label is a text that is used once; what is changed or subscribed to is not deferred itself. */
export function deferRules(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  const refuse = (message: string, nodes: DirectiveNode): void => context.reportError(new GraphQLError(message, { nodes }));
  const checkLabel = (defer: DirectiveNode): void => {
    const label = defer.arguments?.find(({ name }) => name.value === 'label')?.value;
    if (!label || label.kind === Kind.NULL) return;
    if (label.kind !== Kind.STRING) return refuse('The label of @defer must be written in the operation, not given by a variable.', defer);
    if (labels.has(label.value)) refuse(`Two fragments are deferred under the label "${label.value}".`, defer);
    labels.add(label.value);
  };
  return {
    OperationDefinition: (operation) => {
      if (operation.operation !== 'subscription') return;
      for (const defer of defersIn(context, operation)) refuse('@defer is for queries and mutations: an event comes as a whole.', defer);
    },
    Directive: (directive) => {
      if (!isDefer(directive)) return;
      checkLabel(directive);
      const mutation = context.getSchema().getMutationType();
      if (mutation && context.getParentType() === mutation) refuse('@defer cannot stand around the fields of a mutation, only within them.', directive);
    },
  };
}

function defersIn(context: ValidationContext, operation: OperationDefinitionNode): DirectiveNode[] {
  const found: DirectiveNode[] = [];
  for (const { selectionSet } of [operation, ...context.getRecursivelyReferencedFragments(operation)]) {
    const todo = [...selectionSet.selections];
    for (let selection = todo.pop(); selection; selection = todo.pop()) {
      if (selection.kind !== Kind.FIELD) found.push(...(selection.directives ?? []).filter(isDefer));
      if (selection.kind !== Kind.FRAGMENT_SPREAD) todo.push(...(selection.selectionSet?.selections ?? []));
    }
  }
  return found;
}
