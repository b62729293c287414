import { setTimeout as wait } from 'node:timers/promises';
import { proofHeader, type ProofSigner } from '@sysops-squad/chassis/proof';
import { Pool } from 'undici';
import type { CallContext } from './callContext.ts';

export type SubgraphAnswer = { data?: Record<string, unknown> | null; errors?: SubgraphError[]; extensions?: Record<string, unknown> };
export type SubgraphError = { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> };

/** The subgraph did not answer, or not with GraphQL. */
export class SubgraphUnavailable extends Error {}

export type SubgraphClientOptions = {
  name: string;
  url: string;
  /** Absent: no proof is sent. */
  sign: ProofSigner | undefined;
  queryTimeoutMs: number;
  mutationTimeoutMs: number;
};

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);
const answerLimit = 32 * 1024 * 1024;

/** Calls one subgraph over kept-alive connections; each call has its own proof and time-out. */
export function createSubgraphClient({ name, url, sign, queryTimeoutMs, mutationTimeoutMs }: SubgraphClientOptions) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 128, connectTimeout: 1_000, keepAliveTimeout: 30_000, maxResponseSize: answerLimit });

  const send = async (body: string, context: CallContext, timeoutMs: number): Promise<SubgraphAnswer> => {
    const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json', 'x-request-id': context.requestId };
    if (sign) headers[proofHeader] = sign({ subgraph: name, method: 'POST', path: pathname, body, caller: context.caller });
    const signal = AbortSignal.any([context.deadline, AbortSignal.timeout(timeoutMs)]);
    const response = await pool.request({ method: 'POST', path: pathname, headers, body, signal });
    return readAnswer(response.statusCode, await response.body.text());
  };

  /** @throws SubgraphUnavailable */
  const call = async (body: string, isQuery: boolean, context: CallContext): Promise<SubgraphAnswer> => {
    const timeoutMs = isQuery ? queryTimeoutMs : mutationTimeoutMs;
    try {
      return await send(body, context, timeoutMs).catch(async (error: unknown) => {
        if (!isQuery || !isConnectionError(error)) throw error;
        await wait(20 + Math.random() * 80);
        return send(body, context, timeoutMs);
      });
    } catch (error) {
      throw error instanceof SubgraphUnavailable ? error : new SubgraphUnavailable((error as Error).message, { cause: error });
    }
  };
  return { name, url, call, close: () => pool.close() };
}
export type SubgraphClient = ReturnType<typeof createSubgraphClient>;

const isConnectionError = (error: unknown): boolean => connectionErrors.has((error as { code?: string }).code ?? '');

/** 401 comes from a subgraph that refuses the router itself, which is no fault of the client's. */
function readAnswer(status: number, text: string): SubgraphAnswer {
  if (status === 401) throw new SubgraphUnavailable('refused the proof of the router: ROUTER_PRIVATE_KEY and ROUTER_PUBLIC_KEY do not match');
  const answer = parseJson(text);
  if (!answer || (answer.data === undefined && !Array.isArray(answer.errors))) throw new SubgraphUnavailable(`answered ${status} without GraphQL`);
  return answer;
}

function parseJson(text: string): SubgraphAnswer | null {
  try {
    return JSON.parse(text) as SubgraphAnswer | null;
  } catch {
    return null;
  }
}
