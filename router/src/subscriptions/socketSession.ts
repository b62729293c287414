import { neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Caller } from '@sysops-squad/chassis/caller';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { Context } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { TokenRefused, type Identify } from '../identity/identify.ts';
import { NoKeysYet } from '../identity/keySet.ts';
import type { WhileValid } from '../identity/whileValid.ts';
import type { Holdings } from './holdings.ts';

/** Who a socket speaks for, for as long as its token lasts. */
export type Session = { caller: Caller; touch: () => void; end: () => void };
export type SocketExtra = { socket: WebSocket; clientAddress: string | null; session?: Session };
export type SessionParts = { identify: Identify; whileValid: WhileValid; holdings: Holdings; logger: Logger };

type SocketContext = Context<Record<string, unknown>, SocketExtra>;

/** Clients of the graphql-ws library retry after this code, and never after 4401. */
const forbidden = 4403;
const tryAgainLater = 1013;
const sessions = new WeakMap<WebSocket, { context: SocketContext; lastUse: number }>();

/** False when the token is refused; the socket is then closed, with a code that lets its client come back with a new token. */
export async function openSession({ identify, whileValid, holdings }: SessionParts, context: SocketContext): Promise<boolean> {
  const { socket, clientAddress } = context.extra;
  const authorization = authorizationIn(context.connectionParams);
  delete (context as { connectionParams?: unknown }).connectionParams; // a token is not kept for as long as its socket
  try {
    const identified = await identify(authorization, clientAddress);
    const { caller } = identified;
    const release = holdings.connect(caller, { subscriptions: () => Object.keys(context.subscriptions).length });
    if (typeof release !== 'function') {
      socket.close(tryAgainLater, release.message);
      return false;
    }
    const callOff = whileValid(identified, (why) => socket.close(forbidden, why === 'expired' ? 'Token expired' : 'Session ended'));
    const end = (): void => (callOff(), release());
    if (socket.readyState !== socket.OPEN) end(); // left while its token was verified
    const touch = (): void => void sessions.set(socket, { context, lastUse: Date.now() });
    touch();
    context.extra.session = { caller, touch, end };
    return true;
  } catch (error) {
    if (error instanceof NoKeysYet) socket.close(tryAgainLater, 'Tokens cannot be verified just now');
    else if (error instanceof TokenRefused) socket.close(forbidden, error.expired ? 'Token expired' : 'Forbidden');
    else throw error;
    return false;
  }
}

/** From the payload of connection_init; its name in any case, as for the header. */
function authorizationIn(connectionParams: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const value = Object.entries(connectionParams ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return typeof value === 'string' ? value : undefined;
}

export function countsOf(clients: ReadonlySet<WebSocket>): { sockets: number; subscriptions: number } {
  let subscriptions = 0;
  for (const socket of clients) subscriptions += Object.keys(sessions.get(socket)?.context.subscriptions ?? {}).length;
  return { sockets: clients.size, subscriptions };
}

/** Closes sockets on which nobody has been subscribed to anything for a while. */
export function closeIdleSockets(clients: ReadonlySet<WebSocket>, idleAfterMs: number) {
  const sweep = (): void => {
    for (const socket of clients) {
      const session = sessions.get(socket);
      const busy = !session || Object.keys(session.context.subscriptions).length > 0;
      if (!busy && Date.now() - session.lastUse > idleAfterMs) socket.close(1000, 'Idle');
    }
  };
  const timer = setInterval(neverThrowing(sweep), idleAfterMs / 5);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
