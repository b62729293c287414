import { inSpan, traceHeaders, type TraceHeaders } from '@sysops-squad/chassis/tracing/tracing';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';

/** Everything that the answer to an operation depends on. */
export type Shareable = { schema: GraphQLSchema; hash: string; operation: OperationDefinitionNode; variables: Record<string, unknown>; context: CallContext };

/**
 * Equal queries of one caller that came in the same turn of the event loop are executed once, for all of them. None had begun by then, so nobody gets an answer
 * that was on its way before he asked: it is as if they had come one after the other and nothing had changed between.
 */
export function shareWithinTurn<Asked extends Shareable, Result>(execute: (asked: Asked) => Promise<Result>): (asked: Asked) => Promise<Result> {
  let turn: { schema: GraphQLSchema; answers: Map<string, { answer: Promise<Result>; cache: CallContext['cache']; trace: TraceHeaders }> } | undefined;
  const beginTurn = (schema: GraphQLSchema): NonNullable<typeof turn> => {
    setImmediate(() => (turn = undefined));
    return { schema, answers: new Map() };
  };
  return (asked) => {
    const key = mayBeShared(asked) ? keyOf(asked) : undefined;
    if (key === undefined) return execute(asked);
    turn ??= beginTurn(asked.schema);
    if (turn.schema !== asked.schema) return execute(asked);
    const known = turn.answers.get(key);
    if (known) {
      // It knows how long the answer may be kept.
      asked.context.cache = known.cache;
      return inSpan('answered together with another', { within: true, links: [known.trace] }, () => known.answer);
    }
    const answer = new Promise<Result>((resolve) => setImmediate(() => resolve(execute(asked))));
    turn.answers.set(key, { answer, cache: asked.context.cache, trace: traceHeaders() });
    return answer;
  };
}

/** What comes in parts is handed out once; headers that pass through belong to one request. */
const mayBeShared = ({ operation, context: { delivery, headersFor, onAnswerHeaders } }: Shareable): boolean =>
  operation.operation === 'query' && !delivery && !headersFor && !onAnswerHeaders;

/** Undefined: variables lie so deep in each other that they cannot be written. */
function keyOf({ hash, operation, variables, context: { caller } }: Shareable): string | undefined {
  try {
    return JSON.stringify([hash, operation.name?.value, variables, caller]);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
