import { Pool } from 'undici';

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

type GraphAnswer<Data> = { data?: Data | null; errors?: { message: string; extensions?: { code?: string } }[] };

export type GraphClient = {
  /** @throws GraphUnavailable | GraphRefused; errors on part of the answer refuse the whole, so that nobody acts on half of it */
  request: <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;
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
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await options.token()}` },
      body,
      signal: AbortSignal.timeout(options.timeoutMs ?? 3_000),
    });
    return { status: response.statusCode, text: await response.body.text() };
  };
  return {
    async request<Data>(query: string, variables: Record<string, unknown> = {}) {
      const reply = await post(JSON.stringify({ query, variables })).catch((error: Error) => {
        throw new GraphUnavailable(`the router at ${url.origin} does not answer: ${error.message}`);
      });
      return readAnswer<Data>(reply.status, reply.text);
    },
    close: () => pool.destroy(),
  };
}

function readAnswer<Data>(status: number, text: string): Data {
  let answer: GraphAnswer<Data>;
  try {
    answer = JSON.parse(text) as GraphAnswer<Data>;
  } catch {
    throw new GraphUnavailable(`the router answered ${status} without JSON`);
  }
  const [error] = answer.errors ?? [];
  if (!error && answer.data) return answer.data;
  const code = error?.extensions?.code ?? 'INTERNAL';
  const message = error?.message ?? `the router answered ${status} without data`;
  throw status >= 500 || retryable.has(code) ? new GraphUnavailable(message) : new GraphRefused(code, message);
}
