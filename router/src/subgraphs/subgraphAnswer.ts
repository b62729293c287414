import type { AnswerReader } from '../execution/copying/answerReader.ts';
import { SubgraphUnavailable } from './guard.ts';

export type SubgraphAnswer = {
  data?: Record<string, unknown> | null;
  errors?: SubgraphError[];
  extensions?: Record<string, unknown>;
  /** The header. */
  cacheControl?: string | undefined;
};
export type SubgraphError = { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> };

const notJustNow = new Set([502, 503]);
export const isNotJustNow = (status: number): boolean => notJustNow.has(status);

/**
 * 401 comes from a subgraph that refuses the router itself, which is no fault of the client's.
 * @throws SubgraphUnavailable
 */
export function readAnswer({ status, bytes, cacheControl }: { status: number; bytes: Buffer; cacheControl?: string | undefined }, read?: AnswerReader): SubgraphAnswer {
  if (status === 401) throw new SubgraphUnavailable('refused the proof of the router: ROUTER_PRIVATE_KEY and ROUTER_PUBLIC_KEY do not match');
  const answer: SubgraphAnswer | null = isNotJustNow(status) ? null : (read?.(bytes) ?? parseJson(bytes.toString()));
  if (!answer || (answer.data === undefined && !Array.isArray(answer.errors))) throw new SubgraphUnavailable(`answered ${status} without GraphQL`);
  answer.cacheControl = cacheControl;
  return answer;
}

function parseJson(text: string): SubgraphAnswer | null {
  try {
    return JSON.parse(text) as SubgraphAnswer | null;
  } catch {
    return null;
  }
}
