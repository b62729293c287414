import { inBackground } from '@sysops-squad/chassis/listeners';
import { anonymous } from '@sysops-squad/chassis/caller';
import { deadlineHeader } from '@sysops-squad/chassis/deadline';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { ProofSigner } from '@sysops-squad/chassis/proof/signer';
import type { TraceHeaders } from '@sysops-squad/chassis/tracing/tracing';
import { Pool } from 'undici';
import type { CallContext } from './callContext.ts';
import { createGuard } from './guard.ts';
import { isRefused } from './failures.ts';
import { post } from './post.ts';
import { createProvenPost } from './provenPost.ts';
import { readAnswer } from './subgraphAnswer.ts';
import { limitTime, type TimeLimit } from './timeLimit.ts';

export type Reply = { status: number; bytes: Buffer; letGo: () => void; cacheControl?: string | undefined };

type Parts = {
  subgraph: string;
  url: string;
  /** Absent: no proof is sent. */
  sign: ProofSigner | undefined;
  parallelCalls: number;
  lookEveryMs: number;
  logger: Pick<Logger, 'warn' | 'info'>;
};

const answerLimit = 32 * 1024 * 1024;
const lifeSign = { body: '{"query":"{__typename}"}', withinMs: 1_000, connections: 4 };

/** One process that serves a subgraph: kept-alive connections to it, whether it may be asked, and whether it wants to be. */
export function createInstance({ subgraph, url, sign, parallelCalls, lookEveryMs, logger }: Parts) {
  const { origin, pathname } = new URL(url);
  const connections = parallelCalls + lifeSign.connections;
  const pool = new Pool(origin, { connections, connectTimeout: 1_000, keepAliveTimeout: 30_000, maxResponseSize: answerLimit });
  let ready = true;
  let looking: Promise<void> | undefined;

  const prove = sign && createProvenPost({ pool, path: pathname, subgraph, sign });
  const send = async (body: string, context: CallContext, limit: TimeLimit, until: number, trace: TraceHeaders = {}): Promise<Reply> => {
    const headers = (): Record<string, string> => {
      const left = Math.min(until, context.deadlineAt ?? until) - Date.now();
      return {
        ...context.headersFor?.(subgraph),
        'content-type': 'application/json', accept: 'application/json', 'x-request-id': context.requestId, [deadlineHeader]: `${Math.max(1, left)}`, ...trace,
      };
    };
    const answered = prove ? prove({ body, caller: context.caller, limit, headers }) : post(pool, { path: pathname, headers: headers(), body, limit });
    const { status, headers: received, bytes, letGo } = await answered;
    context.onAnswerHeaders?.(subgraph, received);
    if (received['connection'] === 'close') inBackground(look());
    return { status, bytes, letGo, cacheControl: received['cache-control']?.toString() };
  };
  const lives = async (stopped: AbortSignal): Promise<boolean> => {
    const limit = limitTime(lifeSign.withinMs, stopped);
    const context = { caller: anonymous, requestId: 'life-sign', deadline: limit.signal() };
    return send(lifeSign.body, context, limit, Date.now() + lifeSign.withinMs).then((reply) => readAnswer(reply)).then(() => true).finally(limit.end);
  };
  const guard = createGuard({ subgraph, url, lookEveryMs, lives, logger });

  const isAnswered = async (): Promise<boolean> => {
    const response = await pool.request({ method: 'GET', path: '/health/ready', signal: AbortSignal.timeout(lifeSign.withinMs) });
    await response.body.dump();
    return response.statusCode !== 503;
  };
  /** Asks whether it wants calls. No answer in time says nothing: it may have much to do; one that is not there says no. */
  const look = (): Promise<void> =>
    (looking ??= isAnswered()
      .catch((error: unknown) => !isRefused(error) && ready)
      .then((answer) => {
        if (answer !== ready) logger.info({ subgraph, url, ready: answer }, answer ? 'instance is ready' : 'instance is not ready: it is left out');
        ready = answer;
      })
      .finally(() => (looking = undefined)));

  return {
    url,
    guard,
    send,
    look,
    isReady: () => ready,
    /** After its calls under way. */
    close: async (): Promise<void> => (guard.stop(), pool.close()),
  };
}
export type Instance = ReturnType<typeof createInstance>;
