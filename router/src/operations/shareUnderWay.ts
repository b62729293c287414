import type { Caller } from '@sysops-squad/chassis/caller';
import { exactKey } from '@sysops-squad/chassis/exactKey';
import { oncePer } from '@sysops-squad/chassis/oncePer';
import { inSpan, traceHeaders, type TraceHeaders } from '@sysops-squad/chassis/tracing/tracing';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { ChangesHere } from './changesHere.ts';

/** Everything that the answer to an operation depends on. */
export type Shareable = { schema: GraphQLSchema; hash: string; operation: OperationDefinitionNode; variables: Record<string, unknown>; context: CallContext };
export type Sharing = {
  changes: Pick<ChangesHere, 'number' | 'during'>;
  /** How long after its beginning an execution takes others in, in milliseconds; 0: none once it has begun. */
  withinMs?: number | undefined;
  /** Told of each that is answered together with another. */
  onShared?: ((execution: 'waiting' | 'under way') => void) | undefined;
  now?: () => number;
};

type Execution<Result> = { answer: Promise<Result>; context: CallContext; trace: TraceHeaders; begun?: { at: number; changes: number } };

/** Requests differ in how long they took to come in: whoever took much longer than another has an execution, and with it a time limit, of his own. */
const arrivingMs = 100;

/**
 * Equal queries of one caller are executed once: for all who ask before it begins, which is when the turn of the event loop ends in which the first came, and for
 * those who come shortly after, unless something was changed meanwhile through this process, or somebody told of a change by it. So whoever joins gets what he
 * would get alone, but for changes made elsewhere within the time allowed.
 */
export function shareUnderWay<Asked extends Shareable, Result>(execute: (asked: Asked) => Promise<Result>, { changes, withinMs = 25, onShared, now = () => performance.now() }: Sharing): (asked: Asked) => Promise<Result> {
  let underWay = { schema: undefined as GraphQLSchema | undefined, executions: new Map<string, Execution<Result>>() };
  let turn: Promise<void> | undefined;
  const endOfTurn = (): Promise<void> => (turn ??= new Promise((resolve) => setImmediate(() => ((turn = undefined), resolve()))));

  const takesIn = ({ begun, context }: Execution<Result>, asker: CallContext): boolean => {
    if (Math.abs((context.deadlineAt ?? 0) - (asker.deadlineAt ?? 0)) > withinMs + arrivingMs) return false;
    if (!begun) return true;
    // Our services hear of changes by the broker as well, which tells nobody here.
    return asker.caller.kind !== 'service' && begun.changes === changes.number() && now() - begun.at < withinMs;
  };
  const begin = (key: string, asked: Asked): Execution<Result> => {
    const { executions } = underWay;
    const execution: Execution<Result> = {
      context: asked.context,
      trace: traceHeaders(),
      answer: endOfTurn().then(async () => {
        execution.begun = { at: now(), changes: changes.number() };
        try {
          return await execute(asked);
        } finally {
          if (executions.get(key) === execution) executions.delete(key);
        }
      }),
    };
    executions.set(key, execution);
    return execution;
  };

  return (asked) => {
    if (asked.operation.operation === 'mutation') return changes.during(() => execute(asked));
    const key = mayBeShared(asked) ? keyOf(asked) : undefined;
    if (key === undefined) return execute(asked);
    if (underWay.schema !== asked.schema) underWay = { schema: asked.schema, executions: new Map() };
    const known = underWay.executions.get(key);
    if (!known || !takesIn(known, asked.context)) return begin(key, asked).answer;
    onShared?.(known.begun ? 'under way' : 'waiting');
    // It knows how long the answer may be kept.
    asked.context.cache = known.context.cache;
    return inSpan('answered together with another', { within: true, links: [known.trace] }, () => known.answer);
  };
}

/** What comes in parts is handed out once; headers that pass through belong to one request. */
const mayBeShared = ({ context: { delivery, headersFor, onAnswerHeaders } }: Shareable): boolean => !delivery && !headersFor && !onAnswerHeaders;

/** The whole of him. */
const callerKey = oncePer((caller: Caller) => exactKey(caller));

const keyOf = ({ hash, operation, variables, context: { caller } }: Shareable): string => `${callerKey(caller)} ${hash} ${operation.name?.value ?? ''} ${exactKey(variables)}`;
