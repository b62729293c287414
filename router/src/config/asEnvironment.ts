import { dirname, resolve } from 'node:path';
import type { RouterConfig } from './configSchema.ts';

/** What the file says as the environment would say it: wherever the environment says something itself, that counts. Paths are the file's. */
export const asEnvironment = (config: RouterConfig, file: string): Record<string, string> =>
  Object.fromEntries(Object.entries(variablesOf(config, file)).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]])));

/** Every variable that a file can stand for, with what it says of it. */
export function variablesOf({ server, supergraph, identity, cors, operations, limits, traffic, cache }: RouterConfig, file: string): Record<string, string | number | boolean | undefined> {
  const path = (value: string | undefined): string | undefined => value && resolve(dirname(file), value);
  return {
    PORT: server?.port,
    HOST: server?.host,
    TRUST_PROXY: server?.trusted_proxies,
    SUPERGRAPH_FILE: path(supergraph?.file),
    INSTANCES_FILE: path(supergraph?.instances_file),
    INTROSPECTION: supergraph?.introspection,
    OVERRIDE_LABELS: supergraph?.override_labels && Object.entries(supergraph.override_labels).map(([label, holds]) => `${label}=${holds}`).join(),
    EXECUTOR: supergraph?.executor,
    JWKS_URLS: identity?.jwks_urls?.join(),
    JWKS_SUBGRAPHS: identity?.jwks_subgraphs?.join(),
    ACCESS_TOKEN_MAX_SECONDS: identity?.access_token_max_seconds,
    REVOKED_SESSIONS: identity?.revoked_sessions,
    CORS_ORIGINS: cors?.origins?.join(),
    OPERATIONS: operations?.accept,
    PERSISTED_OPERATIONS: path(operations?.persisted_file),
    COST_PER_MINUTE: operations?.cost_per_minute,
    LIMIT_DOCUMENT_LENGTH: limits?.document_length,
    LIMIT_TOKENS: limits?.tokens,
    LIMIT_NESTING: limits?.nesting,
    LIMIT_DEPTH: limits?.depth,
    LIMIT_ALIASES: limits?.aliases,
    LIMIT_ROOT_FIELDS: limits?.root_fields,
    LIMIT_DIRECTIVES: limits?.directives,
    LIMIT_NAME_LENGTH: limits?.name_length,
    LIMIT_REPEATED_FIELDS: limits?.repeated_fields,
    LIMIT_INTROSPECTION_DEPTH: limits?.introspection_depth,
    LIMIT_LIST_SIZE: limits?.list_size,
    LIMIT_COST: limits?.cost,
    LIMIT_SUBSCRIPTIONS_PER_SOCKET: limits?.subscriptions_per_socket,
    LIMIT_CONNECTIONS_PER_USER: limits?.connections_per_user,
    LIMIT_SUBSCRIPTIONS_PER_USER: limits?.subscriptions_per_user,
    QUERY_TIMEOUT_MS: traffic?.query_timeout_ms,
    MUTATION_TIMEOUT_MS: traffic?.mutation_timeout_ms,
    REQUEST_DEADLINE_MS: traffic?.request_deadline_ms,
    REQUESTS_IN_FLIGHT: traffic?.requests_in_flight,
    SUBGRAPH_PARALLEL_CALLS: traffic?.subgraph_parallel_calls,
    SHARE_QUERIES_WITHIN_MS: traffic?.share_queries_within_ms,
    CACHE: cache?.store,
    CACHE_MEGABYTES: cache?.megabytes,
    CACHE_REDIS_URL: cache?.redis_url,
    ...Object.fromEntries(Object.entries(supergraph?.routing_urls ?? {}).map(([name, url]) => [`${name.toUpperCase().replaceAll('-', '_')}_URL`, [url].flat().join()])),
  };
}
