import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { bodyText, requireUtf8Search, WrongEncoding } from '@sysops-squad/chassis/http/bodyText';
import { unstorableIn } from '@sysops-squad/chassis/text/unstorable';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { databaseRefusal } from './databaseRefusal.ts';
import { badInput, Refusal } from './refusal.ts';
import { resourceRoutes } from './rest/resources.ts';
import type { Parts } from './workflows/routes.ts';
import { workflowRoutes } from './workflows/routes.ts';

/** The whole monolith as one Express application. */
export function application(parts: Parts & { apiKey: string }): Express {
  const app = express().disable('x-powered-by');
  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', async (_request, response) => {
    const ready = await parts.pool.query('SELECT 1 FROM ticket_type LIMIT 1').then(() => true, () => false);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
  });
  app.use('/api', requireKey(parts.apiKey), express.json({ limit: '1mb', verify: requireUtf8 }), requireStorable, workflowRoutes(parts), resourceRoutes(parts.pool));
  app.use(() => {
    throw new Refusal(404, 'NOT_FOUND', 'There is nothing at this address; monolith/README.md lists what there is.');
  });
  return app.use(answerError(parts));
}

const requireUtf8 = ({ headers }: IncomingMessage, _response: unknown, body: Buffer): void =>
  void bodyText(body, headers['content-type']);

const requireStorable: RequestHandler = (request, _response, next) => {
  requireUtf8Search(request.url);
  const path = unstorableIn({ ...(request.query as object), ...(request.body as object | undefined) });
  if (request.path.includes('%00')) throw badInput('path', 'Remove the NUL character.');
  if (path !== undefined) throw badInput(path, 'Remove the NUL character, or half of a surrogate pair.');
  next();
};

function requireKey(apiKey: string): RequestHandler {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(apiKey);
  return (request, _response, next) => {
    if (!timingSafeEqual(digest(request.get('x-api-key') ?? ''), wanted)) throw new Refusal(401, 'UNAUTHENTICATED', 'Send the shared secret as x-api-key.');
    next();
  };
}

// Four parameters make it an error handler for Express.
function answerError({ logger }: Parts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return void next(error);
    const refusal = error instanceof Refusal ? error : (databaseRefusal(error) ?? parserRefusal(error));
    if (refusal) return void response.status(refusal.status).json({ error: refusal.code, ...(refusal.field ? { field: refusal.field } : {}), hint: refusal.hint });
    const incident = randomUUID();
    logger.error({ err: error, incident, method: request.method, path: request.path }, 'request failed');
    response.status(500).json({ error: 'INTERNAL', hint: `Not your fault; the log knows it as ${incident}.` });
  };
}

function parserRefusal(error: unknown): Refusal | undefined {
  if (error instanceof WrongEncoding) return new Refusal(error.status, 'BAD_INPUT', error.message);
  const { type, status } = (error ?? {}) as { type?: string; status?: number };
  if (type === 'entity.too.large') return new Refusal(413, 'TOO_LARGE', 'A body has at most 1 MB.');
  if (status !== undefined && status >= 400 && status < 500) return new Refusal(status, 'BAD_INPUT', 'Send a JSON object in UTF-8 and a well-formed address.');
  return undefined;
}
