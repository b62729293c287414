import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRecent } from '@sysops-squad/chassis/recent';
import { GraphQLError, validate, type DocumentNode } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { compileOperation, type CompiledOperation } from './compileOperation.ts';

const operationsKept = 1_000;
export type Operation = { queryHash: string; document: DocumentNode; operationName: string | null };

/** The operations of one supergraph, each compiled once; what was used last is kept longest. */
export function createOperations(supergraph: LoadedSupergraph) {
  const known = createRecent<{ operation: Operation; compiled: CompiledOperation }>(operationsKept);
  const get = (operation: Operation): CompiledOperation => {
    const { queryHash, document, operationName } = operation;
    const key = `${queryHash} ${operationName ?? ''}`;
    return known.getOrMake(key, () => ({ operation, compiled: compileOperation(supergraph, document, operationName) })).compiled;
  };
  return { supergraph, get, leastRecentFirst: known.leastRecentFirst };
}
export type Operations = ReturnType<typeof createOperations>;

/**
 * Compiles what is in use with one supergraph for the next, a bit at a time, while the former still serves: whoever asks after the
 * change finds everything planned. What the next one does not allow any more is left out: whoever asks for it will be told.
 */
export async function warmUp(next: Operations, before: Operations): Promise<number> {
  let warmed = 0;
  for (const { operation, compiled } of before.leastRecentFirst()) {
    if (validate(next.supergraph.apiSchema, operation.document).length > 0) continue;
    for (const choices of compiled.decidedBy()) {
      await nextTurn();
      warmed += isPlannable(() => next.get(operation).selection(choices)) ? 1 : 0;
    }
  }
  return warmed;
}

function isPlannable(plan: () => unknown): boolean {
  try {
    plan();
    return true;
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}
