import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { neverThrowing } from '../listeners.ts';
import type { Logger } from '../logger.ts';
import { sendJson } from './body.ts';
import { readTarget, type Target } from './target.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse, target: Target) => void | Promise<void>;

type Parts = {
  answer: Answer;
  logger: Logger;
  /** The body of a 500. */
  internal?: object;
  options?: ServerOptions;
};

/**
 * The one way to serve HTTP: whatever a client sends and however `answer` fails, the process goes on and the
 * client hears 400 or 500.
 */
export function createHttpServer({
  answer,
  logger,
  internal = { error: 'internal error' },
  options = {},
}: Parts): Server {
  const server = createServer(options);
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const failed = (error: unknown): void => {
      logFailure(error, request, logger);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, internal);
    };
    // Written to after its end: said by an event, which would be thrown if nothing listened.
    response.on('error', (error) => logger.warn({ reason: error.message }, 'an answer was not written'));
    neverThrowing(() => {
      const target = readTarget(request.url);
      return target
        ? answer(request, response, target)
        : sendJson(response, 400, { error: 'The request target is malformed.' });
    }, failed)();
  };
  return server.on('request', neverThrowing(onRequest));
}

function logFailure(error: unknown, request: IncomingMessage, logger: Logger): void {
  const clientLeft = request.socket.destroyed && (error as NodeJS.ErrnoException | undefined)?.code === 'ECONNRESET';
  if (clientLeft) logger.debug({ url: request.url }, 'the client left in the middle of its request');
  else logger.error({ err: error, url: request.url }, 'request failed');
}
