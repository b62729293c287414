import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type FragmentSpreadNode, type InlineFragmentNode } from 'graphql';
import { deferVariablesOf } from './deferDirective.ts';
import type { JsonObject } from './jsonValue.ts';

type Conditional = FieldNode | InlineFragmentNode | FragmentSpreadNode;

/** The variables that decide what is selected. */
export function decidingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  const note = (node: Conditional): void => {
    for (const directive of (node.directives ?? []).filter(isCondition)) {
      const { value } = directive.arguments![0]!;
      if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    }
    if (node.kind !== Kind.FIELD) for (const name of deferVariablesOf(node)) names.add(name);
  };
  visit(document, { Field: note, InlineFragment: note, FragmentSpread: note });
  return [...names];
}

/** The document with only what these variables select, and without @skip and @include. Selection sets may be empty. */
export function decided(document: DocumentNode, variables: JsonObject): DocumentNode {
  const decide = <T extends Conditional>(node: T): T | null | undefined => {
    if (!node.directives?.some(isCondition)) return undefined;
    if (!node.directives.filter(isCondition).every((condition) => holds(condition, variables))) return null;
    return { ...node, directives: node.directives.filter((directive) => !isCondition(directive)) };
  };
  return visit(document, { Field: decide, InlineFragment: decide, FragmentSpread: decide });
}

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

function holds({ name, arguments: args }: DirectiveNode, variables: JsonObject): boolean {
  const { value } = args![0]!;
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : value.kind === Kind.BOOLEAN && value.value;
  return given === (name.value === 'include');
}
