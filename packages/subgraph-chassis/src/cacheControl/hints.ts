import { Kind, type ASTNode, type ConstDirectiveNode, type GraphQLField, type GraphQLNamedType } from 'graphql';

/** What `@cacheControl` says of a type or a field; seconds. */
export type Hint = { maxAge?: number; scope?: Scope; inheritMaxAge?: boolean };
export type Scope = 'PUBLIC' | 'PRIVATE';

type Written = { directives?: readonly ConstDirectiveNode[] };

export const hintOfField = ({ astNode }: GraphQLField<unknown, unknown>): Hint => hintIn(astNode ?? undefined);

export const hintOfType = ({ astNode, extensionASTNodes = [] }: GraphQLNamedType): Hint =>
  [astNode, ...(extensionASTNodes as readonly ASTNode[])].map((node) => hintIn((node ?? {}) as Written)).reduce((all, one) => ({ ...all, ...one }), {});

function hintIn({ directives = [] }: Written = {}): Hint {
  const written = directives.find(({ name }) => name.value === 'cacheControl');
  return Object.fromEntries((written?.arguments ?? []).map(({ name, value }) => [name.value, value.kind === Kind.INT ? Number(value.value) : 'value' in value ? value.value : undefined]));
}
