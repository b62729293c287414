import { Pool } from 'undici';
import { inSpan, traceHeaders } from './tracing/tracing.ts';

/** The graph, or the part of it that was asked for, does not answer now; the same request may succeed later. */
export class GraphUnavailable extends Error {}

/** The graph answered no, and would again. */
export class GraphRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export type GraphAnswer<Data> = { data?: Data | null; errors?: GraphError[] };
export type GraphError = { message: string; path?: (string | number)[]; extensions?: { code?: string } };

export type Graph = {
  /** @throws GraphUnavailable | GraphRefused; errors on part of the answer refuse the whole, so that nobody acts on half of it */
  request: <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;
};

export type GraphClient = Graph & {
  /** The whole answer, errors included. @throws GraphUnavailable where there is none */
  ask: <Data>(query: string, variables?: Record<string, unknown>) => Promise<GraphAnswer<Data>>;
  close: () => Promise<void>;
};

const retryable = new Set(['UNAVAILABLE', 'OVERLOADED', 'INTERNAL', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED']);

/**
 * How one of our services asks the graph: through the router, as itself.
 * @param options.timeoutMs for the whole request, 1 to 30,000
 */
export function createGraphClient(options: {
  routerUrl: string;
  token: () => Promise<string>;
  timeoutMs?: number;
  connections?: number;
}): GraphClient {
  const url = new URL(options.routerUrl);
  const pool = new Pool(url.origin, { connections: options.connections ?? 8, pipelining: 1 });
  const post = async (body: string): Promise<{ status: number; text: string }> => {
    const response = await pool.request({
      method: 'POST',
      path: url.pathname,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await options.token()}`, ...traceHeaders() },
      body,
      signal: AbortSignal.timeout(options.timeoutMs ?? 3_000),
    });
    return { status: response.statusCode, text: await response.body.text() };
  };
  const ask = <Data>(query: string, variables: Record<string, unknown> = {}): Promise<GraphAnswer<Data>> =>
    inSpan(`graph ${nameOf(query)}`, { kind: 'client' }, async (span) => {
      const answer = await answerTo<Data>(query, variables);
      if (answer.errors) span?.fail(answer.errors[0]);
      return answer;
    });
  const answerTo = async <Data>(query: string, variables: Record<string, unknown>): Promise<GraphAnswer<Data>> => {
    const { status, text } = await post(JSON.stringify({ query, variables })).catch((error: Error) => {
      throw new GraphUnavailable(`the router at ${url.origin} does not answer: ${error.message}`);
    });
    const answer = parseAnswer<Data>(text);
    if (!answer?.data && !answer?.errors?.length) throw new GraphUnavailable(`the router answered ${status} without data`);
    return answer;
  };
  return { ask, request: async <Data>(query: string, variables?: Record<string, unknown>) => dataOf(await ask<Data>(query, variables)), close: () => pool.destroy() };
}

const nameOf = (query: string): string => /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'operation';

function parseAnswer<Data>(text: string): GraphAnswer<Data> | null {
  try {
    return JSON.parse(text) as GraphAnswer<Data>;
  } catch {
    return null;
  }
}

/** @throws GraphUnavailable | GraphRefused for the first error */
export function dataOf<Data>({ data, errors = [] }: GraphAnswer<Data>): Data {
  const [error] = errors;
  if (!error) return data!;
  const code = error.extensions?.code ?? 'INTERNAL';
  throw retryable.has(code) ? new GraphUnavailable(error.message) : new GraphRefused(code, error.message);
}
