import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, print, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

const folder = join(import.meta.dirname, '../../../operations');

/** The operations of `operations/*.graphql`, by name: what front ends really send. */
export const operations: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .flatMap((name) => named(parse(readFileSync(join(folder, name), 'utf8')))),
);

function named(document: DocumentNode): [string, string][] {
  const found: [string, string][] = [];
  visit(document, {
    [Kind.OPERATION_DEFINITION]: (operation: OperationDefinitionNode) => {
      found.push([operation.name!.value, print(operation)]);
      return false;
    },
  });
  return found;
}

/** @throws when there is no such file entry: a typing mistake, found at once */
export function operation(name: string): string {
  const text = operations[name];
  if (!text) throw new Error(`operations/ has no operation ${name}`);
  return text;
}
