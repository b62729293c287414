import { handleProtocols, type Server as Protocol } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { neverThrowing } from '../listeners.ts';
import type { Logger } from '../logger.ts';
import { startPings } from './socketPings.ts';
import type { Upgrade } from './upgrade.ts';

type Parts<Extra> = {
  protocol: Protocol<Extra>;
  /** Bytes of one message. */ maxPayload: number;
  pingEveryMs: number;
  logger: Logger;
};

const closeWithinMs = 2_000;
/** Clients of the graphql-ws library come back after the first. */
const [goingAway, badRequest, internalError] = [1001, 4400, 4500];
/** Only text frames are checked to be UTF-8. */
const notText = 1003;
const longestReason = 123;

/** WebSockets that speak graphql-ws; each keeps as little as it can, since there are thousands. */
export function createProtocolSockets<Extra>({ protocol, maxPayload, pingEveryMs, logger }: Parts<Extra>) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false, handleProtocols });
  const pings = startPings(pingEveryMs);
  function failed(this: WebSocket, error: Error): void {
    logger.info({ reason: error.message }, 'client socket failed'); // it closes itself
  }
  const notClosed = (err: unknown): void => logger.error({ err }, 'a socket was not closed in order');
  const serve = (socket: WebSocket, extra: Extra): void => {
    const forget = pings.watch(socket);
    socket.on('error', failed);
    const closed = protocol.opened(adapted(socket, logger), extra);
    socket.once(
      'close',
      neverThrowing((code: number, reason: Buffer) => (forget(), closed(code, String(reason))), notClosed),
    );
  };
  const close = async (): Promise<void> => {
    pings.stop();
    for (const socket of sockets.clients) socket.close(goingAway, 'Going away');
    const late = setTimeout(
      neverThrowing(() => sockets.clients.forEach((socket) => socket.terminate())),
      closeWithinMs,
    );
    await new Promise((resolve) => sockets.close(resolve));
    clearTimeout(late);
  };
  return {
    clients: sockets.clients as ReadonlySet<WebSocket>,
    accept: ({ request, socket, head }: Upgrade, extraOf: (opened: WebSocket) => Extra): void =>
      sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, extraOf(opened))),
    close,
  };
}

/**
 * Waits until a text has left this process, so that whoever reads slowly is sent nothing more until then, or
 * cannot leave any more.
 */
export const sendText = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
    else resolve();
  });

/** The library throws for messages that only a server sends. */
const isClientsFault = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type');

function adapted<Extra>(socket: WebSocket, logger: Logger): Parameters<Protocol<Extra>['opened']>[0] {
  const notHandled = (err: unknown): void => {
    if (isClientsFault(err)) return socket.close(badRequest, 'Unexpected message received');
    logger.error({ err }, 'a message of a client was not handled');
    socket.close(internalError, 'Internal server error');
  };
  return {
    protocol: socket.protocol,
    send: (text) => sendText(socket, text),
    // a longer reason is thrown, and the library puts the client's own words into some
    close: (code, reason) =>
      socket.close(code, reason && Buffer.byteLength(reason) > longestReason ? undefined : reason),
    onMessage: (handle) =>
      socket.on(
        'message',
        neverThrowing(
          (data: Buffer, isBinary: boolean) =>
            isBinary ? socket.close(notText, 'Send text, not binary data') : handle(data.toString()),
          notHandled,
        ),
      ),
  };
}
