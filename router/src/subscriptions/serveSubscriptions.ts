import type { Caller } from '@sysops-squad/chassis/caller';
import { sendText } from '@sysops-squad/chassis/http/protocolSockets';
import { GraphQLError, type ExecutionArgs, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { makeServer, type Context } from 'graphql-ws';
import { OperationRefused, type Admit, type Admitted, type ChargeRefusal } from '../operations/admission.ts';
import type { PublicErrors } from '../operations/publicErrors.ts';
import { toldErrors } from '../operations/toldErrors.ts';
import { overloaded } from '../overload/overloaded.ts';
import { traceMessage } from '../tracing/traceMessage.ts';
import type { LiveLimits } from './liveLimits.ts';
import { openSockets } from './openSockets.ts';
import { SubscriptionRefused, type SubscribePayload } from './planSubscription.ts';
import { sentEvents } from './sentEvents.ts';
import { closeIdleSockets, countsOf, openSession, type SessionParts, type SocketExtra } from './socketSession.ts';
import type { LiveEvents } from './subscription.ts';

type Parts = Omit<Parameters<typeof openSockets>[0], 'pingEveryMs'> &
  SessionParts & {
    admit: Admit;
    chargeRefusal: ChargeRefusal;
    start: (payload: SubscribePayload, caller: Caller) => LiveEvents;
    publicErrors: PublicErrors;
    liveLimits: LiveLimits;
  };
type SocketContext = Context<Record<string, unknown>, SocketExtra>;
type Started = ExecutionArgs & { sent: AsyncGenerator<never, void, void> };

/** graphql-ws at /graphql: one sign-in per socket, any number of subscriptions up to the limits. */
export function serveSubscriptions(parts: Parts) {
  const { connectWithinMs, pingEveryMs, idleAfterMs } = parts.liveLimits;
  const protocol = makeServer<Record<string, unknown>, SocketExtra>({
    connectionInitWaitTimeout: connectWithinMs,
    onConnect: (context) => openSession(parts, context),
    onSubscribe: (context, id, payload) => traceMessage(() => begin(parts, context, id, payload)),
    subscribe: (args) => (args as Started).sent,
    onError: (_context, _id, _payload, errors) => formatted(parts, errors.flatMap(causesOf)),
    onComplete: ({ extra }) => extra.session?.touch(),
    onClose: ({ extra }) => extra.session?.end(),
  });
  const sockets = openSockets({ ...parts, pingEveryMs }, protocol);
  const idle = closeIdleSockets(sockets.clients, idleAfterMs);
  return {
    counts: () => countsOf(sockets.clients),
    drain: sockets.drain,
    close: (): Promise<void> => (idle.stop(), sockets.close()),
  };
}

async function begin(parts: Parts, { extra, subscriptions }: SocketContext, id: string, payload: SubscribePayload): Promise<Started | GraphQLError[]> {
  const { admit, chargeRefusal, start, refuses, holdings, liveLimits } = parts;
  const { subscriptionsPerSocket: most } = liveLimits;
  const session = extra.session!;
  session.touch();
  if (Object.keys(subscriptions).length > most) {
    return [new GraphQLError(`A socket carries at most ${most} subscriptions: end one, or open another socket.`, { extensions: { code: 'RATE_LIMITED' } })];
  }
  const tooMany = holdings.tooMany(session.caller);
  if (tooMany) return [tooMany];
  if (refuses('change')) return [overloaded()];
  let admitted: Admitted | undefined;
  try {
    admitted = await admit(payload, session.caller);
    const { query = payload.query } = admitted;
    const events = start({ ...payload, query, operationName: payload.operationName || null }, session.caller);
    const asPublic = (result: ExecutionResult) => (result.errors ? { ...result, errors: formatted(parts, result.errors) } : result);
    const sent = sentEvents({ id, events, asPublic, send: (text) => sendText(extra.socket, text) });
    return { sent, document: subscriptionDocument } as unknown as Started;
  } catch (error) {
    if (error instanceof SubscriptionRefused && admitted) await chargeRefusal(session.caller, admitted);
    if (error instanceof SubscriptionRefused || error instanceof OperationRefused) return [...error.errors];
    return [new GraphQLError((error as Error).message, { originalError: error as Error })];
  }
}

/** The library only looks whether the operation is a subscription; which one, we have planned already. */
const subscriptionDocument = {
  kind: 'Document',
  definitions: [{ kind: 'OperationDefinition', operation: 'subscription', selectionSet: { kind: 'SelectionSet', selections: [] } }],
};

const causesOf = (error: GraphQLError): readonly GraphQLError[] => (error.originalError instanceof SubscriptionRefused ? error.originalError.errors : [error]);

const formatted = ({ publicErrors }: Parts, errors: readonly GraphQLError[]): GraphQLFormattedError[] => toldErrors(errors, publicErrors);
