import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Caller } from '@sysops-squad/chassis/caller';
import { GraphQLError, type ExecutionArgs, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { Context } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { OriginRule } from '../http/origins.ts';
import { OperationRefused, type Admit } from '../operations/admission.ts';
import type { PublicErrors } from '../operations/publicErrors.ts';
import type { LiveLimits } from './liveLimits.ts';
import type { Importance } from '../overload/importance.ts';
import { overloaded } from '../overload/overloaded.ts';
import { SubscriptionRefused, type SubscribePayload } from './planSubscription.ts';
import { closeIdleSockets, countsOf, openSession, type Session, type SessionParts } from './socketSession.ts';
import type { LiveEvent, LiveEvents } from './subscription.ts';

type Parts = SessionParts & {
  server: Server;
  isAllowedOrigin: OriginRule;
  admit: Admit;
  start: (payload: SubscribePayload, caller: Caller) => LiveEvents;
  publicErrors: PublicErrors;
  /** Whether there is too much to do: who is refused comes back later. */
  refuses: (importance: Importance) => boolean;
  liveLimits: LiveLimits;
};
type SocketContext = Context<Record<string, unknown>, Extra & { session?: Session }>;
type Started = ExecutionArgs & { events: LiveEvents };

const messageLimit = 64 * 1024;
const closeWithinMs = 2_000;

/** graphql-ws at /graphql: one sign-in per socket, any number of subscriptions up to the limit. */
export function serveSubscriptions(parts: Parts) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimit, perMessageDeflate: false });
  parts.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { origin, host } = request.headers;
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/graphql') return refuseUpgrade(socket, '404 Not Found');
    if (origin && !parts.isAllowedOrigin(origin, host)) return refuseUpgrade(socket, '403 Forbidden');
    if (parts.refuses('change')) return refuseUpgrade(socket, '503 Service Unavailable\r\nretry-after: 2');
    sockets.handleUpgrade(request, socket, head, (opened) => {
      sockets.emit('connection', opened, request);
      // in place of the library's handler, which writes to the console; the socket closes itself
      opened.removeAllListeners('error').on('error', (error) => parts.logger.info({ reason: error.message }, 'client socket failed'));
    });
  });
  const format = (errors: readonly unknown[]): GraphQLFormattedError[] => errors.map((error) => parts.publicErrors(asFormatted(error), error));
  const running = useServer<Record<string, unknown>, { session?: Session }>(
    {
      connectionInitWaitTimeout: parts.liveLimits.connectWithinMs,
      onConnect: async (context) => {
        const session = await openSession(parts, context as SocketContext);
        if (session) context.extra.session = session;
        return session !== null;
      },
      onSubscribe: (context, _id, payload) => begin(parts, context as SocketContext, payload),
      subscribe: (args) => (args as Started).events as unknown as AsyncGenerator<ExecutionResult>,
      onNext: (_context, _id, _payload, _args, event) => {
        const { result } = event as unknown as LiveEvent;
        return (result.errors ? { ...result, errors: format(result.errors) } : result) as ExecutionResult;
      },
      onError: (_context, _id, _payload, errors) => format(errors.flatMap(causesOf)),
      onComplete: (context) => context.extra.session?.touch(),
      onClose: (context) => context.extra.session?.end(),
    },
    sockets,
    parts.liveLimits.pingEveryMs,
  );
  const idle = closeIdleSockets(sockets, parts.liveLimits.idleAfterMs);
  return {
    counts: () => countsOf(sockets),
    async close(): Promise<void> {
      idle.stop();
      const late = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), closeWithinMs);
      await running.dispose();
      clearTimeout(late);
    },
  };
}

async function begin({ admit, start, refuses, holdings, liveLimits: { subscriptionsPerSocket } }: Parts, { extra, subscriptions }: SocketContext, payload: SubscribePayload): Promise<Started | GraphQLError[]> {
  const session = extra.session!;
  session.touch();
  if (Object.keys(subscriptions).length > subscriptionsPerSocket) {
    return [new GraphQLError(`A socket carries at most ${subscriptionsPerSocket} subscriptions: end one, or open another socket.`, { extensions: { code: 'RATE_LIMITED' } })];
  }
  const tooMany = holdings.tooMany(session.caller);
  if (tooMany) return [tooMany];
  if (refuses('change')) return [overloaded()];
  try {
    const { query = payload.query } = await admit(payload, session.caller);
    const events = start({ ...payload, query }, session.caller);
    return { events, document: subscriptionDocument } as unknown as Started;
  } catch (error) {
    if (error instanceof SubscriptionRefused || error instanceof OperationRefused) return [...error.errors];
    return [new GraphQLError((error as Error).message, { originalError: error as Error })];
  }
}

/** The library only looks whether the operation is a subscription; which one, we have planned already. */
const subscriptionDocument = {
  kind: 'Document',
  definitions: [{ kind: 'OperationDefinition', operation: 'subscription', selectionSet: { kind: 'SelectionSet', selections: [] } }],
};

const causesOf = (error: unknown): readonly unknown[] => {
  const cause = (error as GraphQLError).originalError;
  return cause instanceof SubscriptionRefused ? cause.errors : [error];
};

const asFormatted = (error: unknown): GraphQLFormattedError => (error instanceof GraphQLError ? error.toJSON() : { message: String(error) });

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
