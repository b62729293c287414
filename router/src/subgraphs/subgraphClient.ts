import { setTimeout as wait } from 'node:timers/promises';
import { anonymous } from '@sysops-squad/chassis/caller';
import { deadlineHeader } from '@sysops-squad/chassis/deadline';
import type { Logger } from '@sysops-squad/chassis/logger';
import { proofHeader, type ProofSigner } from '@sysops-squad/chassis/proof';
import { Pool } from 'undici';
import type { Ending } from './breaker.ts';
import type { CallContext } from './callContext.ts';
import { createGuard, SubgraphUnavailable, type CallOutcome } from './guard.ts';
import { createRetryBudget } from './retryBudget.ts';

export { SubgraphUnavailable };
export type SubgraphAnswer = { data?: Record<string, unknown> | null; errors?: SubgraphError[]; extensions?: Record<string, unknown> };
export type SubgraphError = { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> };

export type SubgraphClientOptions = {
  name: string;
  url: string;
  /** Absent: no proof is sent. */
  sign: ProofSigner | undefined;
  queryTimeoutMs: number;
  mutationTimeoutMs: number;
  /** Calls at one time; twice as many may wait. */
  parallelCalls?: number | undefined;
  logger: Pick<Logger, 'warn' | 'info'>;
  onCall?: ((subgraph: string, outcome: CallOutcome, durationMs: number) => void) | undefined;
};
type Reply = { status: number; text: string };

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);
const notJustNow = new Set([502, 503]);
const answerLimit = 32 * 1024 * 1024;
const lifeSign = { body: '{"query":"{__typename}"}', withinMs: 1_000, connections: 4 };

/** Calls one subgraph over kept-alive connections; each call has its own proof and time-out. */
export function createSubgraphClient(options: SubgraphClientOptions) {
  const { name, url, sign, queryTimeoutMs, mutationTimeoutMs, parallelCalls = 100, logger, onCall } = options;
  const { origin, pathname } = new URL(url);
  const connections = parallelCalls + lifeSign.connections;
  const pool = new Pool(origin, { connections, connectTimeout: 1_000, keepAliveTimeout: 30_000, maxResponseSize: answerLimit });
  const retries = createRetryBudget();

  const send = async (body: string, context: CallContext, signal: AbortSignal, until: number): Promise<Reply> => {
    const left = Math.min(until, context.deadlineAt ?? until) - Date.now();
    const headers: Record<string, string> = {
      'content-type': 'application/json', accept: 'application/json', 'x-request-id': context.requestId, [deadlineHeader]: `${Math.max(1, left)}`,
    };
    if (sign) headers[proofHeader] = sign({ subgraph: name, method: 'POST', path: pathname, body, caller: context.caller });
    const response = await pool.request({ method: 'POST', path: pathname, headers, body, signal });
    return { status: response.statusCode, text: await response.body.text() };
  };

  const lives = async (stopped: AbortSignal): Promise<boolean> => {
    const deadline = AbortSignal.any([stopped, AbortSignal.timeout(lifeSign.withinMs)]);
    const context = { caller: anonymous, requestId: 'life-sign', deadline };
    return send(lifeSign.body, context, deadline, Date.now() + lifeSign.withinMs).then(readAnswer).then(() => true);
  };
  const guard = createGuard({ name, parallelCalls, lookEveryMs: queryTimeoutMs / 4, lives, logger, onCall });

  /** Once more where nothing says that it has arrived; only for queries. */
  const sendTwice = async (attempt: () => Promise<Reply>, signal: AbortSignal): Promise<Reply> => {
    retries.called();
    const reply = await attempt().catch((error: unknown) => {
      if (!isConnectionError(error) || !retries.take()) throw error;
      return null;
    });
    if (reply && !(notJustNow.has(reply.status) && retries.take())) return reply;
    await wait(20 + Math.random() * 80, undefined, { signal });
    return attempt();
  };

  /** @throws SubgraphUnavailable */
  const call = async (body: string, isQuery: boolean, context: CallContext): Promise<SubgraphAnswer> => {
    const timeoutMs = isQuery ? queryTimeoutMs : mutationTimeoutMs;
    const until = Date.now() + timeoutMs;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([context.deadline, timeout]);
    const attempt = () => send(body, context, signal, until);
    const importance = context.importance ?? (isQuery ? 'read' : 'change');
    const work = async () => readAnswer(await (isQuery ? sendTwice(attempt, signal) : attempt()));
    return guard.run({ importance, signal, work, endingOf: (error) => endingOf(error, timeout, context.deadline) }).catch((error: Error) => {
      throw error instanceof SubgraphUnavailable ? error : new SubgraphUnavailable(error.message, { cause: error });
    });
  };
  return { name, url, call, state: guard.state, close: () => (guard.stop(), pool.close()) };
}
export type SubgraphClient = ReturnType<typeof createSubgraphClient>;

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';
const isConnectionError = (error: unknown): boolean => connectionErrors.has(codeOf(error));

function endingOf(error: unknown, timeout: AbortSignal, deadline: AbortSignal): Ending {
  if (timeout.aborted || codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT') return 'silent';
  return deadline.aborted ? 'left' : 'failed';
}

/** 401 comes from a subgraph that refuses the router itself, which is no fault of the client's. */
function readAnswer({ status, text }: Reply): SubgraphAnswer {
  if (status === 401) throw new SubgraphUnavailable('refused the proof of the router: ROUTER_PRIVATE_KEY and ROUTER_PUBLIC_KEY do not match');
  const answer = notJustNow.has(status) ? null : parseJson(text);
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
