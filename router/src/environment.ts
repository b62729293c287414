import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { blankIsAbsent, host, httpUrl, optional, port, privateJwk, readEnvironment } from '@sysops-squad/chassis/environment';
import { z } from 'zod';
import type { CacheSettings } from './cache/openCache.ts';
import { loadConfig } from './config/loadConfig.ts';
import { longestLifetimeSeconds } from './identity/accessToken.ts';
import { issuers, readKeyUrl } from './identity/issuers.ts';
import { noSharedKey, serviceKeys } from './identity/serviceKeys.ts';
import { defaultLimits } from './limits/operationLimits.ts';
import type { OperationSafety, RouterSettings } from './settings.ts';
import { defaultLiveLimits } from './subscriptions/liveLimits.ts';

const list = z.preprocess(blankIsAbsent, z.string().default('')).transform((text) => text.split(',').map((item) => item.trim()).filter(Boolean));
const flag = z.preprocess(blankIsAbsent, z.enum(['true', 'false'], { error: 'must be true or false' }).default('false')).transform((value) => value === 'true');
const milliseconds = (fallback: number) => z.preprocess(blankIsAbsent, z.coerce.number().int().min(50).max(120_000).default(fallback));
const count = (fallback: number) => z.preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(100_000).default(fallback));
const limit = (fallback: number) => z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).default(fallback));
const decisions = list
  .pipe(z.array(z.string().regex(/^[^=]+=(true|false)$/, 'must be name=true or name=false, comma-separated')))
  .transform((items) => Object.fromEntries(items.map((item) => [item.slice(0, item.lastIndexOf('=')), item.endsWith('=true')])));
/** `URL`, or `ISSUER=URL` with an issuer that is known. */
const keyUrl = z.string().superRefine((text, context) => {
  const { issuer, url } = readKeyUrl(text);
  if (!httpUrl.safeParse(url).success) context.addIssue({ code: 'custom', message: 'must be URLs, each alone or as ISSUER=URL' });
  else if (!Object.hasOwn(issuers, issuer)) context.addIssue({ code: 'custom', message: `there is no issuer ${issuer}: use one of ${Object.keys(issuers).join(', ')}` });
});
const hops = z.preprocess((value) => (value === 'true' ? 1 : value === 'false' || value === '' ? undefined : value), z.coerce.number().int().min(0).max(10).default(0));

const shape = {
  PORT: port(4000),
  HOST: host,
  NODE_ENV: z.string().default('development'),
  SUPERGRAPH_FILE: z.preprocess(blankIsAbsent, z.string().default(join(import.meta.dirname, '../../supergraph.graphql'))),
  INSTANCES_FILE: z.preprocess(blankIsAbsent, z.string().optional()),
  JWKS_URLS: list.pipe(z.array(keyUrl)),
  JWKS_SUBGRAPHS: list,
  ACCESS_TOKEN_MAX_SECONDS: z.preprocess(blankIsAbsent, z.coerce.number().int().min(60).max(86_400).default(longestLifetimeSeconds)),
  REVOKED_SESSIONS: z.preprocess(blankIsAbsent, z.enum(['follow', 'ignore'], { error: 'must be follow or ignore' }).default('follow')),
  SERVICE_PUBLIC_KEYS: optional(serviceKeys),
  SERVICE_PUBLIC_KEY: z.preprocess(blankIsAbsent, noSharedKey),
  ROUTER_PRIVATE_KEY: optional(privateJwk),
  CORS_ORIGINS: list,
  TRUST_PROXY: hops,
  INTROSPECTION: z.preprocess(blankIsAbsent, z.enum(['true', 'false'], { error: 'must be true or false' }).optional()),
  OVERRIDE_LABELS: decisions,
  EXECUTOR: z.preprocess(blankIsAbsent, z.enum(['own', 'gateway'], { error: 'must be own or gateway' }).default('own')),
  OPERATIONS: z.preprocess(blankIsAbsent, z.enum(['any', 'persisted'], { error: 'must be any or persisted' }).optional()),
  PERSISTED_OPERATIONS: z.preprocess(blankIsAbsent, z.string().optional()),
  COST_PER_MINUTE: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).optional()),
  LIMIT_DOCUMENT_LENGTH: limit(defaultLimits.documentLength),
  LIMIT_TOKENS: limit(defaultLimits.tokens),
  LIMIT_NESTING: limit(defaultLimits.nesting),
  LIMIT_DEPTH: limit(defaultLimits.depth),
  LIMIT_ALIASES: limit(defaultLimits.aliases),
  LIMIT_ROOT_FIELDS: limit(defaultLimits.rootFields),
  LIMIT_DIRECTIVES: limit(defaultLimits.directives),
  LIMIT_NAME_LENGTH: limit(defaultLimits.nameLength),
  LIMIT_REPEATED_FIELDS: limit(defaultLimits.repeatedFields),
  LIMIT_INTROSPECTION_DEPTH: limit(defaultLimits.introspectionDepth),
  LIMIT_LIST_SIZE: limit(defaultLimits.listSize),
  LIMIT_COST: limit(defaultLimits.cost),
  LIMIT_SUBSCRIPTIONS_PER_SOCKET: count(defaultLiveLimits.subscriptionsPerSocket),
  LIMIT_CONNECTIONS_PER_USER: count(defaultLiveLimits.connectionsPerUser),
  LIMIT_SUBSCRIPTIONS_PER_USER: count(defaultLiveLimits.subscriptionsPerUser),
  CACHE: z.preprocess(blankIsAbsent, z.enum(['off', 'memory', 'redis'], { error: 'must be off, memory or redis' }).default('off')),
  CACHE_MEGABYTES: count(64),
  CACHE_REDIS_URL: z.preprocess(blankIsAbsent, z.url({ protocol: /^rediss?$/, error: 'must be a URL that begins with redis:// or rediss://' }).optional()),
  DEMO_ACCOUNTS: flag,
  QUERY_TIMEOUT_MS: milliseconds(2_000),
  MUTATION_TIMEOUT_MS: milliseconds(8_000),
  REQUEST_DEADLINE_MS: milliseconds(10_000),
  REQUESTS_IN_FLIGHT: count(1_000),
  SUBGRAPH_PARALLEL_CALLS: count(100),
  SHARE_QUERIES_WITHIN_MS: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(1_000).default(25)),
};

/** For whoever has to know them all. */
export const routerVariables: readonly string[] = Object.keys(shape);

/** How many processes serve behind the port; undefined: this one alone, which holds the port itself. */
export const readProcessCount = (): number | undefined => readEnvironment({ ROUTER_PROCESSES: z.preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(64).optional()) }).ROUTER_PROCESSES;

type Read = z.output<z.ZodObject<typeof shape>>;

/** The only reader of process.env and of the command line: `--supergraph FILE` and `--port N` win over the environment, which wins over the file of `--config FILE`. */
export function readRouterSettings(commandLine = process.argv.slice(2)): RouterSettings {
  const { values } = parseArgs({ args: commandLine, options: { supergraph: { type: 'string' }, port: { type: 'string' }, config: { type: 'string' } } });
  if (values.supergraph) process.env['SUPERGRAPH_FILE'] = values.supergraph;
  if (values.port) process.env['PORT'] = values.port;
  const fromConfig = loadConfig(values.config ?? process.env['ROUTER_CONFIG'], process.env);
  const read = readEnvironment(shape);
  const production = read.NODE_ENV === 'production';
  if (production) requireInProduction(read.ROUTER_PRIVATE_KEY, 'ROUTER_PRIVATE_KEY');
  return {
    ...fromConfig,
    port: read.PORT,
    host: read.HOST,
    supergraphFile: resolve(read.SUPERGRAPH_FILE),
    routingUrls: routingUrlsIn(process.env),
    instancesFile: read.INSTANCES_FILE && resolve(read.INSTANCES_FILE),
    jwksUrls: read.JWKS_URLS,
    jwksSubgraphs: read.JWKS_SUBGRAPHS.length > 0 ? read.JWKS_SUBGRAPHS : undefined,
    longestTokenSeconds: read.ACCESS_TOKEN_MAX_SECONDS,
    followsRevocations: read.REVOKED_SESSIONS === 'follow',
    serviceKeys: read.SERVICE_PUBLIC_KEYS ?? new Map(),
    routerPrivateKey: read.ROUTER_PRIVATE_KEY,
    corsOrigins: read.CORS_ORIGINS.length > 0 || production ? read.CORS_ORIGINS : developmentOrigins,
    trustedProxies: read.TRUST_PROXY,
    executor: read.EXECUTOR,
    overrideLabels: read.OVERRIDE_LABELS,
    introspection: read.INTROSPECTION ? read.INTROSPECTION === 'true' : !production,
    safety: safetyIn(read, production),
    live: {
      subscriptionsPerSocket: read.LIMIT_SUBSCRIPTIONS_PER_SOCKET,
      connectionsPerUser: read.LIMIT_CONNECTIONS_PER_USER,
      subscriptionsPerUser: read.LIMIT_SUBSCRIPTIONS_PER_USER,
    },
    cache: cacheIn(read),
    demoAccounts: read.DEMO_ACCOUNTS,
    queryTimeoutMs: read.QUERY_TIMEOUT_MS,
    mutationTimeoutMs: read.MUTATION_TIMEOUT_MS,
    deadlineMs: read.REQUEST_DEADLINE_MS,
    requestsInFlight: read.REQUESTS_IN_FLIGHT,
    parallelCalls: read.SUBGRAPH_PARALLEL_CALLS,
    shareWithinMs: read.SHARE_QUERIES_WITHIN_MS,
  };
}

function cacheIn({ CACHE, CACHE_MEGABYTES, CACHE_REDIS_URL }: Read): CacheSettings | undefined {
  if (CACHE === 'off') return undefined;
  if (CACHE === 'memory') return { store: 'memory', megabytes: CACHE_MEGABYTES };
  if (CACHE_REDIS_URL) return { store: 'redis', url: CACHE_REDIS_URL };
  process.stderr.write('environment variable CACHE_REDIS_URL: is missing: set it as in redis://host:6379, or keep answers in the router with CACHE=memory\n');
  process.exit(1);
}

function safetyIn(read: Read, production: boolean): OperationSafety {
  const onlyPersisted = (read.OPERATIONS ?? (production ? 'persisted' : 'any')) === 'persisted';
  const persistedFile = read.PERSISTED_OPERATIONS && resolve(read.PERSISTED_OPERATIONS);
  if (onlyPersisted && !persistedFile) {
    process.stderr.write('environment variable PERSISTED_OPERATIONS: is missing: make the file with npm run persisted -- --out FILE, or accept every operation with OPERATIONS=any\n');
    process.exit(1);
  }
  return {
    limits: {
      documentLength: read.LIMIT_DOCUMENT_LENGTH,
      tokens: read.LIMIT_TOKENS,
      nesting: read.LIMIT_NESTING,
      depth: read.LIMIT_DEPTH,
      aliases: read.LIMIT_ALIASES,
      rootFields: read.LIMIT_ROOT_FIELDS,
      directives: read.LIMIT_DIRECTIVES,
      nameLength: read.LIMIT_NAME_LENGTH,
      repeatedFields: read.LIMIT_REPEATED_FIELDS,
      introspectionDepth: read.LIMIT_INTROSPECTION_DEPTH,
      listSize: read.LIMIT_LIST_SIZE,
      cost: read.LIMIT_COST,
    },
    costPerMinute: read.COST_PER_MINUTE ?? (production ? 500_000 : 0),
    reportCost: !production,
    onlyPersisted,
    persistedFile,
  };
}

const developmentOrigins = ['http://localhost:*', 'http://127.0.0.1:*', 'https://studio.apollographql.com'];

/** TICKET_URL replaces the routing URL of the subgraph `ticket`, and so for each of them; several instances are separated by commas. */
function routingUrlsIn(environment: NodeJS.ProcessEnv): Record<string, string[]> {
  const urls = Object.entries(environment).filter(([name, value]) => name.endsWith('_URL') && /^https?:/.test(value ?? ''));
  return Object.fromEntries(urls.map(([name, value]) => [name.slice(0, -'_URL'.length).toLowerCase().replaceAll('_', '-'), listedUrls(name, value!)]));
}

function listedUrls(name: string, value: string): string[] {
  const { success, data, error } = list.pipe(z.array(httpUrl)).safeParse(value);
  if (success) return data;
  process.stderr.write(`environment variable ${name}: ${error.issues[0]!.message}, or several of them with commas between\n`);
  process.exit(1);
}

function requireInProduction(value: unknown, name: string): void {
  if (value !== undefined) return;
  process.stderr.write(`environment variable ${name}: is missing\n`);
  process.exit(1);
}
