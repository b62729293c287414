import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from '@sysops-squad/chassis/logger';
import { startSubgraph, type RawRoute } from '@sysops-squad/chassis/subgraph';
import { createApplication } from './application.ts';
import type { Environment } from './environment.ts';
import { resolvers } from './graphql/resolvers.ts';
import { createLoaders } from './monolith/loaders.ts';
import { connectMonolith } from './monolith/rest.ts';
import { createSignInAttempts } from './sessions/attempts.ts';
import { createSessionTokens } from './sessions/tokens.ts';

/** Starts whether or not the monolith is up: its fields answer UNAVAILABLE until it is. */
export async function start(environment: Environment, logger: Logger, clock: () => Date = () => new Date()) {
  const rest = connectMonolith({ url: environment.MONOLITH_URL, apiKey: environment.MONOLITH_API_KEY });
  const tokens = await createSessionTokens({ privateJwk: environment.LEGACY_SIGNING_KEY, clock });
  const newId = (prefix: string) => `${prefix}_${randomUUID()}`;
  const app = createApplication({ rest, clock, newId, tokens, attempts: createSignInAttempts() });
  const subgraph = await startSubgraph({
    name: 'legacy',
    schemaFile: join(import.meta.dirname, '..', 'schema.graphql'),
    resolvers,
    context: () => ({ app, load: createLoaders(rest) }),
    isReady: rest.isAlive,
    port: environment.PORT,
    host: environment.HOST,
    routerPublicKey: environment.ROUTER_PUBLIC_KEY,
    logger,
    routes: { 'GET /.well-known/jwks.json': answerJson(tokens.jwks) },
  });
  const stop = async () => {
    await subgraph.stop();
    await rest.stop();
  };
  return { url: subgraph.url, drain: subgraph.drain, stop };
}

const answerJson = (value: object): RawRoute => (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' }).end(JSON.stringify(value));
};
