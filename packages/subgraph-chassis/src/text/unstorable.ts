import { Kind, visit, type ASTNode, type DocumentNode } from 'graphql';
import { badUserInput } from '../graphqlErrors.ts';

/** PostgreSQL's text cannot hold NUL, and half of a surrogate pair would be stored as another character. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

type Place = { value: unknown; name: string; within: Place | undefined };

/** Where the first string stands that cannot be kept, names of keys included, e.g. `input.windows[0].note`; undefined: all can. */
export function unstorableIn(value: unknown): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : '';
  // A stack of our own: values may be nested deeper than calls may.
  const left: Place[] = [{ value, name: '', within: undefined }];
  for (let place = left.pop(); place; place = left.pop()) {
    const within = place;
    if (typeof within.value === 'string' && !isStorable(within.value)) return pathOf(within);
    if (typeof within.value !== 'object' || within.value === null) continue;
    if (Array.isArray(within.value)) within.value.forEach((item, n) => left.push({ value: item, name: `[${n}]`, within }));
    else {
      for (const [key, item] of Object.entries(within.value)) {
        if (!isStorable(key)) return pathOf(within);
        left.push({ value: item, name: key, within });
      }
    }
  }
  return undefined;
}

function pathOf(place: Place): string {
  const names: string[] = [];
  for (let at: Place | undefined = place; at; at = at.within) names.push(at.name);
  return names.reverse().reduce((path, name) => (path === '' || name.startsWith('[') ? path + name : `${path}.${name}`), '').slice(0, 200);
}

const refusal = (path: string) =>
  badUserInput(`\`${path}\` holds a character that cannot be kept: NUL, or half of a surrogate pair. Remove it.`, path);

/** @throws GraphQLError BAD_USER_INPUT with the path of a variable's string that cannot be kept */
export function requireStorable(variables: Readonly<Record<string, unknown>> | null | undefined): void {
  const path = variables ? unstorableIn(variables) : undefined;
  if (path !== undefined) throw refusal(path);
}

const named = new Set<string>([Kind.FIELD, Kind.ARGUMENT, Kind.OBJECT_FIELD, Kind.VARIABLE_DEFINITION]);

function nameOf(node: ASTNode): string {
  if (node.kind === Kind.FIELD) return node.alias?.value ?? node.name.value;
  if (node.kind === Kind.VARIABLE_DEFINITION) return `$${node.variable.name.value}`;
  return node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD ? node.name.value : '';
}

/** @throws GraphQLError BAD_USER_INPUT with the path of a literal that cannot be kept; to be asked once for each document */
export function requireStorableLiterals(document: DocumentNode): void {
  visit(document, {
    StringValue(node, _key, parent, _path, ancestors) {
      if (isStorable(node.value)) return;
      const above = [...(ancestors as readonly (ASTNode | readonly ASTNode[])[]), parent ?? node].filter((one): one is ASTNode => !Array.isArray(one));
      throw refusal(above.filter(({ kind }) => named.has(kind)).map(nameOf).join('.').slice(0, 200));
    },
  });
}
