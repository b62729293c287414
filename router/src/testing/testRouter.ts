import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@sysops-squad/chassis/logger';
import type { Metrics } from '@sysops-squad/chassis/metrics/metrics';
import { startSubgraph, type RawRoute, type RunningSubgraph, type SubgraphResolvers } from '@sysops-squad/chassis/subgraph';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { composeSupergraph } from '../compose/composeSupergraph.ts';
import type { RouterSettings } from '../settings.ts';
import { startRouter } from '../router.ts';
import { startTokenIssuer } from './tokens.ts';

export type TestSubgraph = { sdl: string; resolvers: SubgraphResolvers; routes?: Record<string, RawRoute> };
export type GraphqlAnswer = {
  status: number;
  headers: Headers;
  body: { data?: Record<string, any> | null; errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[] };
};

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@override", "@cost", "@listSize", "@authenticated", "@requiresScopes", "@policy"])\n';

/** A whole router over real subgraphs, each behind HTTP and the router's proof; every port is chosen by the system. */
export async function startTestRouter(subgraphs: Record<string, TestSubgraph>, settings: Partial<RouterSettings> = {}, metrics?: Metrics) {
  const folder = await mkdtemp(join(tmpdir(), 'router-'));
  const keys = testKeys();
  const issuer = await startTokenIssuer();
  const logged: string[] = [];
  const logger = createLogger('test');
  logger.error = ((_details: unknown, message: string) => logged.push(message)) as unknown as typeof logger.error;
  const running = new Map<string, RunningSubgraph>();
  const sdls = new Map(Object.entries(subgraphs).map(([name, { sdl }]) => [name, link + sdl]));

  const startOne = async (name: string, port = 0): Promise<RunningSubgraph> => {
    const schemaFile = join(folder, `${name}.graphql`);
    await writeFile(schemaFile, sdls.get(name)!);
    const common = { context: () => ({}), isReady: async () => true, host: '127.0.0.1', routerPublicKey: keys.router.public, logger };
    const subgraph = await startSubgraph({ ...common, name, schemaFile, resolvers: subgraphs[name]!.resolvers, routes: subgraphs[name]!.routes ?? {}, port });
    running.set(name, subgraph);
    return subgraph;
  };
  const compose = async (): Promise<string> => {
    const listed = [...sdls].map(([name, sdl]) => [name, { routing_url: running.get(name)!.url, schema: { sdl } }]);
    const yaml = JSON.stringify({ subgraphs: Object.fromEntries(listed) });
    return (await composeSupergraph({ configFile: 'supergraph.yaml', readFile: async () => yaml })).supergraphSdl;
  };
  const supergraphFile = join(folder, 'supergraph.graphql');
  const writeSupergraph = async (text?: string): Promise<void> => writeFile(supergraphFile, text ?? (await compose()));

  for (const name of sdls.keys()) await startOne(name);
  await writeSupergraph();
  const router = await startRouter({ ...defaults, jwksUrls: [issuer.url], supergraphFile, routerPrivateKey: keys.router.private, serviceKeys: new Map([['ticket-workflow', keys.service.public], ['customer', keys.otherService.public]]), ...settings }, logger, metrics);

  const post = async (body: object | string, headers: Record<string, string> = {}): Promise<GraphqlAnswer> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
    return { status: response.status, headers: response.headers, body: (await response.json()) as GraphqlAnswer['body'] };
  };
  return {
    ...router,
    wsUrl: router.url.replace('http', 'ws'),
    origin: new URL(router.url).origin,
    keys,
    issuer,
    /** What was logged as an error. */
    logged,
    supergraphFile,
    subgraph: (name: string) => running.get(name)!,
    startSubgraph: startOne,
    changeSdl: (name: string, sdl: string) => sdls.set(name, link + sdl),
    writeSupergraph,
    post,
    query: async (query: string, variables: Record<string, unknown> = {}, token?: string) =>
      post({ query, variables }, token ? { authorization: `Bearer ${token}` } : {}),
    async stop() {
      await router.stop();
      await Promise.all([...running.values()].map((subgraph) => subgraph.stop().catch(() => {})));
      await issuer.stop();
      await rm(folder, { recursive: true });
    },
  };
}
export type TestRouter = Awaited<ReturnType<typeof startTestRouter>>;

const defaults: Omit<RouterSettings, 'jwksUrls' | 'supergraphFile' | 'routerPrivateKey' | 'serviceKeys'> = {
  port: 0,
  host: '127.0.0.1',
  routingUrls: {},
  corsOrigins: [],
  trustedProxies: 0,
  introspection: true,
  executor: 'own',
  demoAccounts: false,
  queryTimeoutMs: 1_000,
  mutationTimeoutMs: 1_000,
  deadlineMs: 3_000,
};
