import { GraphRefused, GraphUnavailable } from '@sysops-squad/chassis/graphClient';
import { TryLater } from '@sysops-squad/chassis/outbox/message';

/** Answers that the same question will get again: asking further is of no use. */
const forGood = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);

/** A graph that is down, or that does not take our token just now, is asked again later, without end. */
export async function orTryLater<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GraphUnavailable || (error instanceof GraphRefused && !forGood.has(error.code))) throw new TryLater((error as Error).message);
    throw error;
  }
}

/** @throws for userErrors: TryLater for TRY_AGAIN, an ordinary error for everything else */
export function checkUserErrors(userErrors: readonly { code: string; message: string }[]): void {
  const [first] = userErrors;
  if (!first) return;
  if (first.code === 'TRY_AGAIN') throw new TryLater(first.message, 1_000);
  throw new Error(`${first.code}: ${first.message}`);
}
