import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { ProofSigner } from '@sysops-squad/chassis/proof/signer';
import { traceHeaders } from '@sysops-squad/chassis/tracing/tracing';
import type { AnswerReader } from '../execution/copying/answerReader.ts';
import type { Importance } from '../overload/importance.ts';
import type { Ending } from './breaker.ts';
import { createBulkhead, Crowded } from './bulkhead.ts';
import type { CallContext } from './callContext.ts';
import { endingOf, hasNotArrived, isConnectionError } from './failures.ts';
import { SubgraphSpared, SubgraphUnavailable, type CallOutcome } from './guard.ts';
import { createInstance, type Instance, type Reply } from './instance.ts';
import { createInstances, type InstancesState, type Visit } from './instances.ts';
import { createRetryBudget } from './retryBudget.ts';
import { isNotJustNow, readAnswer, type SubgraphAnswer } from './subgraphAnswer.ts';
import { limitTime, type TimeLimit } from './timeLimit.ts';
import { createTurns } from './turns.ts';

export { SubgraphUnavailable };
export type { SubgraphAnswer, SubgraphError } from './subgraphAnswer.ts';
export type SubgraphClientOptions = {
  name: string;
  /** One for each process that serves it. */
  urls: readonly string[];
  /** Absent: no proof is sent. */
  sign: ProofSigner | undefined;
  queryTimeoutMs: number;
  mutationTimeoutMs: number;
  /** Calls at one time for each instance; twice as many may wait. */
  parallelCalls?: number | undefined;
  logger: Pick<Logger, 'warn' | 'info'>;
  onCall?: ((subgraph: string, outcome: CallOutcome, durationMs: number) => void) | undefined;
};
export type SubgraphState = InstancesState & { inside: number; waiting: number };

/** What is sent, and whether it may be sent twice. */
type Sending = { send: (instance: Instance) => Promise<Reply>; isQuery: boolean; limit: TimeLimit; endingOf: (error: unknown) => Ending };

/** Calls one subgraph, wherever there is the least to do; each call has its own time-out. */
export function createSubgraphClient(options: SubgraphClientOptions) {
  const { name, urls, queryTimeoutMs, mutationTimeoutMs, parallelCalls = 100, logger, onCall } = options;
  const retries = createRetryBudget();
  const turns = createTurns();
  const open = (url: string): Instance => createInstance({ ...options, subgraph: name, url, parallelCalls, lookEveryMs: queryTimeoutMs / 4 });
  const instances = createInstances(urls, { open, onCloseFailed: (err) => logger.warn({ err }, 'connections not closed') });
  // One queue before all instances: whichever has a place first takes whoever is most important.
  const parallel = (): number => parallelCalls * instances.count();
  const bulkhead = createBulkhead({ parallel, places: () => parallel() * 2 });

  const enterInTurn = (importance: Importance, limit: TimeLimit): Promise<() => void> =>
    bulkhead.enterInTurn(importance, limit).catch((error: Error) => {
      onCall?.(name, 'spared', 0);
      throw error instanceof Crowded ? new SubgraphSpared(`${name}: ${error.message}`, turns.nextInSeconds()) : error;
    });
  const spared = (): never => {
    onCall?.(name, 'spared', 0);
    throw new SubgraphSpared(`${name} has not answered lately`);
  };

  /** Once more where nothing says that it has arrived: elsewhere if there is another instance. Only queries are sent to the same again. */
  const sendUpToTwice = async (visit: Visit, { send, isQuery, limit, endingOf: howEnded }: Sending): Promise<Reply> => {
    if (isQuery) retries.called();
    let first: Reply | { error: unknown };
    try {
      first = await send(visit.instance());
    } catch (error) {
      first = { error };
    }
    if ('error' in first && hasNotArrived(first.error) && visit.goElsewhere(howEnded(first.error))) return send(visit.instance());
    const worthwhile = 'error' in first ? isConnectionError(first.error) : isNotJustNow(first.status);
    if (isQuery && worthwhile && retries.take()) {
      if (!visit.goElsewhere('failed')) await wait(20 + Math.random() * 80, undefined, { signal: limit.signal() });
      return send(visit.instance());
    }
    if ('error' in first) throw first.error;
    return first;
  };
  const ask = async (sending: Sending, read: AnswerReader | undefined): Promise<SubgraphAnswer> => {
    const visit = instances.take() ?? spared();
    const begunAt = performance.now();
    let ending: Ending = 'answered';
    try {
      const reply = await sendUpToTwice(visit, sending);
      const answer = readAnswer(reply, read);
      reply.letGo();
      return answer;
    } catch (error) {
      ending = sending.endingOf(error);
      throw error;
    } finally {
      visit.ended(ending);
      turns.done();
      onCall?.(name, ending, performance.now() - begunAt);
    }
  };

  /** @throws SubgraphUnavailable */
  const call = async (body: string, isQuery: boolean, context: CallContext, read?: AnswerReader): Promise<SubgraphAnswer> => {
    const timeoutMs = isQuery ? queryTimeoutMs : mutationTimeoutMs;
    const until = Date.now() + timeoutMs;
    const limit = limitTime(timeoutMs, context.deadline);
    const send = (instance: Instance): Promise<Reply> => instance.send(body, context, limit, until, traceHeaders());
    let leave: (() => void) | undefined;
    try {
      leave = bulkhead.enterAtOnce() ?? (await enterInTurn(context.importance ?? (isQuery ? 'read' : 'change'), limit));
      return await ask({ send, isQuery, limit, endingOf: (error) => endingOf(error, limit.isOver(), context.deadline) }, read);
    } catch (error) {
      throw error instanceof SubgraphUnavailable ? error : new SubgraphUnavailable((error as Error).message, { cause: error });
    } finally {
      leave?.();
      limit.end();
    }
  };
  const state = (): SubgraphState => ({ ...instances.state(), inside: bulkhead.inside(), waiting: bulkhead.waiting() });
  return { name, call, state, use: instances.use, wantedUrls: instances.wantedUrls, close: instances.close };
}
export type SubgraphClient = ReturnType<typeof createSubgraphClient>;
