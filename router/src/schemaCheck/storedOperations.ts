import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { GraphQLError, parse, validate, type GraphQLSchema } from 'graphql';

/** Every operation that is known to be in use: the project's own, and the front-end teams' where that folder is present. */
export async function findOperationFiles(root: string): Promise<string[]> {
  const exclude = (path: string) => path.includes('node_modules') || path.includes('.data');
  const files: string[] = [];
  for await (const path of glob('**/operations/*.graphql', { cwd: root, exclude })) files.push(join(root, path));
  for await (const path of glob('../shared/operations/*.graphql', { cwd: root })) files.push(join(root, path));
  return files.sort();
}

/** One line per operation that the schema would no longer answer. */
export async function checkOperations(root: string, files: string[], schema: GraphQLSchema): Promise<string[]> {
  const checks = files.map(async (file) => problemsOf(await readFile(file, 'utf8'), schema).map((problem) => `${relative(root, file)}: ${problem}`));
  return (await Promise.all(checks)).flat();
}

function problemsOf(text: string, schema: GraphQLSchema): string[] {
  try {
    return validate(schema, parse(text)).map(({ message, locations }) => `line ${locations?.[0]?.line ?? '?'}: ${message}`);
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}
