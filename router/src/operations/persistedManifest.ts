import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GraphQLError, Kind, parse, print, separateOperations, stripIgnoredCharacters, type OperationDefinitionNode } from 'graphql';
import { z } from 'zod';

const format = 'apollo-persisted-query-manifest';
const manifestSchema = z.object({
  format: z.literal(format),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), name: z.string(), type: z.enum(['query', 'mutation', 'subscription']), body: z.string().min(1) })),
});
/** In Apollo's format, so that its tools write and read it too. */
export type PersistedManifest = z.infer<typeof manifestSchema>;

/** What clients may send where nothing else is accepted. */
export type PersistedOperations = {
  bodyOf: (id: string) => string | undefined;
  /** The listed operation with these tokens, however the text is laid out. */
  sameAs: (text: string) => string | undefined;
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * @param documents texts of .graphql files; each operation goes in with the fragments it uses
 * @throws when an operation has no name or the name of another
 */
export function makeManifest(documents: readonly string[]): PersistedManifest {
  const operations = documents.flatMap((text) => Object.entries(separateOperations(parse(text)))).map(([name, document]) => {
    const { operation } = document.definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)!;
    const body = print(document);
    return { id: sha256(body), name, type: operation as PersistedManifest['operations'][number]['type'], body };
  });
  const names = new Set<string>();
  for (const { name, body } of operations) {
    if (name === '') throw new Error(`an operation has no name: ${body.slice(0, 60)}`);
    if (names.has(name)) throw new Error(`two operations are named ${name}`);
    names.add(name);
  }
  return { format, version: 1, operations: operations.sort((a, b) => a.name.localeCompare(b.name, 'en')) };
}

/** @throws with the file and what is wrong with it */
export async function readPersistedOperations(file: string): Promise<PersistedOperations> {
  try {
    return persistedOperations(manifestSchema.parse(JSON.parse(await readFile(file, 'utf8'))));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(`PERSISTED_OPERATIONS: ${file} cannot be used, make it with npm run persisted -- --out FILE: ${reason}`, { cause: error });
  }
}

export function persistedOperations({ operations }: PersistedManifest): PersistedOperations {
  const bodies = new Map(operations.map(({ id, body }) => [id, body]));
  const byTokens = new Map(operations.map(({ body }) => [stripIgnoredCharacters(body), body]));
  const known = new Set(bodies.values());
  return {
    bodyOf: (id) => bodies.get(id),
    sameAs: (text) => (known.has(text) ? text : byTokens.get(tokensOf(text))),
  };
}

function tokensOf(text: string): string {
  try {
    return stripIgnoredCharacters(text);
  } catch (error) {
    if (error instanceof GraphQLError) return text;
    throw error;
  }
}
