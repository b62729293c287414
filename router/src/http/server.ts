import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { sendJson } from '@sysops-squad/chassis/http/body';
import { createHttpServer as createServer } from '@sysops-squad/chassis/http/server';
import type { Target } from '@sysops-squad/chassis/http/target';
import type { Logger } from '@sysops-squad/chassis/logger';
import { allowOrigin, answerPreflight, type OriginRule } from './origins.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type Routes = {
  graphql: Answer;
  sandbox: Answer;
  graphiql: Answer;
  survey: Answer;
  accountLink: Answer;
  health: Answer;
  metrics: Answer;
  /** False when there is nothing at the path. */
  file: (path: string, response: ServerResponse) => Promise<boolean>;
};

/** How long a client may take to send a request, and how much may stand before its body. */
const patience = { requestTimeout: 15_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000, keepAliveTimeout: 65_000, maxHeaderSize: 16 * 1024 };

const internal = { errors: [{ message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL' } }] };

/** Every request of a client comes in here. */
export function createHttpServer(routes: Routes, isAllowedOrigin: OriginRule, logger: Logger, times: Partial<typeof patience> = {}): Server {
  const answerRequest = (request: IncomingMessage, response: ServerResponse, target: Target): void | Promise<void> => {
    allowOrigin(isAllowedOrigin, request, response);
    return answer(routes, request, response, target);
  };
  return createServer({ answer: answerRequest, logger, internal, options: { ...patience, ...times } });
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse, { path: pathname, search }: Target): Promise<void> {
  if (request.method === 'POST' && pathname === '/graphql') return routes.graphql(request, response);
  const method = request.method ?? '';
  if (method === 'OPTIONS') return answerPreflight(response);
  if (pathname === '/health' || pathname.startsWith('/health/')) return routes.health(request, response);
  if (method === 'POST' && (pathname === '/graphql' || pathname === '/')) return routes.graphql(request, response);
  if (method !== 'GET' && method !== 'HEAD') return refuseMethod(pathname, response);
  if (pathname === '/graphql') return search || !wantsHtml(request) ? routes.graphql(request, response) : void response.writeHead(302, { location: '/graphiql' }).end();
  if (pathname === '/') return routes.sandbox(request, response);
  if (pathname === '/graphiql') return routes.graphiql(request, response);
  if (pathname === '/metrics') return routes.metrics(request, response);
  if (pathname === '/verify-email' || pathname === '/reset-password') return routes.accountLink(request, response);
  if (pathname.startsWith('/survey/')) return routes.survey(request, response);
  if (!(await routes.file(pathname, response))) sendJson(response, 404, { error: 'There is nothing at this path; GraphQL is at /graphql.' });
}

const wantsHtml = (request: IncomingMessage): boolean => request.headers.accept?.includes('text/html') ?? false;

function refuseMethod(pathname: string, response: ServerResponse): void {
  response.setHeader('allow', pathname === '/graphql' || pathname === '/' ? 'GET, POST, OPTIONS' : 'GET');
  sendJson(response, 405, { error: 'This method is not allowed here.' });
}
