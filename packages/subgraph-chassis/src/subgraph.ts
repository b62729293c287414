import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { JWK } from 'jose';
import { guardedSchema } from './authorization/guardedSchema.ts';
import type { Caller } from './caller.ts';
import { isAway } from './database/isAway.ts';
import { answerGraphql } from './http/answerGraphql.ts';
import { answerHealth } from './http/answerHealth.ts';
import { sendJson } from './http/body.ts';
import { createHttpServer, type Answer } from './http/server.ts';
import { serveSubscriptions } from './http/serveSubscriptions.ts';
import type { Logger } from './logger.ts';
import { errorMask } from './maskErrors.ts';
import { answerMetrics } from './metrics/answerMetrics.ts';
import { processMetrics, type Metrics } from './metrics/metrics.ts';
import { requestMetrics } from './metrics/requestMetrics.ts';
import { createProofVerifier } from './proof/verifier.ts';
import { traceResolvers } from './tracing/traceResolvers.ts';

export type RawRoute = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
/** Field resolvers by type; any of GraphQL's shapes (functions, objects with subscribe, scalars, `__resolveReference`). */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a resolver's arguments are typed where it is written
export type SubgraphResolvers = Record<string, any>;

export type SubgraphOptions<Context extends object> = {
  /** As in supergraph.yaml: a proof made for another subgraph is refused. */
  name: string;
  /** Path or URL of schema.graphql. */
  schemaFile: string | URL;
  resolvers: SubgraphResolvers;
  /** Called once a request (and once a subscription event's operation): the place for data loaders. */
  context: (caller: Caller) => Context;
  /** True when it can serve: its own database answers. Not asked about other contexts. */
  isReady: () => Promise<boolean>;
  port: number;
  host: string;
  routerPublicKey: JWK;
  logger: Logger;
  /** Undefined: nothing is counted. */
  metrics?: Metrics | undefined;
  /** Raw endpoints by "METHOD /path", outside of GraphQL and its proof, e.g. a webhook. */
  routes?: Record<string, RawRoute>;
};

export type RunningSubgraph = {
  url: string;
  port: number;
  /** Not ready any more, and every answer says that its connection ends; still answers whatever comes, for so long. */
  drain: (milliseconds: number) => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Serves one subgraph: /graphql over HTTP (and over graphql-ws when the schema has subscriptions), /health/live, /health/ready and /metrics.
 * Answers no GraphQL without the router's proof, and runs no resolver for a caller whom the schema's rules refuse. The resolvers' context is what `context` gives, plus `caller`, and `deadlineAt` where the
 * router says until when it waits.
 */
export async function startSubgraph<Context extends object>(options: SubgraphOptions<Context>): Promise<RunningSubgraph> {
  const { logger, metrics = processMetrics() } = options;
  const schema = guardedSchema(await readFile(options.schemaFile, 'utf8'), traceResolvers(options.resolvers));
  const proofs = createProofVerifier({ subgraph: options.name, publicJwk: options.routerPublicKey });
  const maskError = errorMask(logger);
  const contextOf = (caller: Caller, deadlineAt?: number) => ({ ...options.context(caller), caller, deadlineAt });
  let leaving = false;
  const health = answerHealth(async () => !leaving && (await options.isReady()));
  const graphql = answerGraphql({ subgraph: options.name, schema, proofs, contextOf, maskError, logger, observe: metrics && requestMetrics(metrics) });
  const routes: Record<string, RawRoute> = { 'GET /metrics': answerMetrics(metrics), ...options.routes };
  const answer: Answer = (request, response, { path }) => {
    if (leaving) response.setHeader('connection', 'close');
    const route = path === '/graphql' ? graphql : (routes[`${request.method} ${path}`] ?? (path.startsWith('/health') ? health : notFound));
    return unlessAway(route, logger)(request, response);
  };
  const server = createHttpServer({ answer, logger });
  // Longer than the router keeps idle connections, so that it never writes to one that is being closed here.
  server.keepAliveTimeout = 65_000;
  const sockets = schema.getSubscriptionType() ? serveSubscriptions({ server, schema, proofs, contextOf, maskError, logger }) : undefined;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, options.host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}/graphql`,
    port,
    async drain(milliseconds) {
      leaving = true;
      await wait(milliseconds);
    },
    async stop() {
      leaving = true;
      await sockets?.close();
      await closeServer(server);
    },
  };
}

/** A raw route of a database that is away: 503, after which a webhook, say, is sent again. */
const unlessAway = (route: RawRoute, logger: Logger): RawRoute => async (request, response) => {
  try {
    await route(request, response);
  } catch (error) {
    if (!isAway(error) || response.headersSent) throw error;
    logger.warn({ err: error, url: request.url }, 'the database is away');
    response.setHeader('retry-after', '2');
    sendJson(response, 503, { error: 'unavailable' });
  }
};

const notFound: RawRoute = (_request, response) => sendJson(response, 404, { error: 'There is nothing at this path.' });

/** Lets requests under way finish, for 5 seconds at most. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Again and again: a kept-alive connection becomes idle only when its last request has been answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}
