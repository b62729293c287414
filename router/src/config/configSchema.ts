import { z } from 'zod';
import { defaultLimits } from '../limits/operationLimits.ts';
import { defaultLiveLimits } from '../subscriptions/liveLimits.ts';
import { requestRule, responseRule } from './headerRuleSchemas.ts';

const subgraphName = z.string().regex(/^[a-zA-Z][\w-]*$/, 'must be the name of a subgraph');
const bySubgraph = <Schema extends z.ZodType>(schema: Schema) => z.record(subgraphName, schema);
const url = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' });
const whole = (minimum: number, maximum: number, what: string) => z.int().min(minimum).max(maximum).describe(what).optional();
const milliseconds = (what: string, fallback: number) => whole(50, 120_000, `${what}, in milliseconds; ${fallback} where nothing is said.`);
const limit = (what: string, name: keyof typeof defaultLimits) => whole(0, 1_000_000_000, `${what}; ${defaultLimits[name]} where nothing is said.`);
const live = (what: string, name: keyof typeof defaultLiveLimits) => whole(1, 100_000, `${what}; ${defaultLiveLimits[name]} where nothing is said.`);
const scoped = <Schema extends z.ZodType>(rule: Schema) =>
  z.strictObject({ all: z.array(rule).describe('For every subgraph.').optional(), subgraphs: bySubgraph(z.array(rule)).describe('For one subgraph, after those for all.').optional() }).optional();
const errorRule = z.strictObject({
  codes: z.array(z.string().min(1)).describe('Codes whose messages clients see as the subgraph wrote them, in place of the usual ones; UNAVAILABLE always passes.').optional(),
  extensions: z.array(z.string().min(1)).describe('Names under `extensions` that clients see besides the usual details.').optional(),
});
const timeouts = {
  query_timeout_ms: milliseconds('How long a subgraph may take for a query', 2_000),
  mutation_timeout_ms: milliseconds('How long a subgraph may take for a mutation', 8_000),
};

/** router.yaml. Every key may be left out: then the environment decides, and else the default. */
export const configSchema = z
  .strictObject({
    server: z.strictObject({
      port: whole(0, 65_535, 'Port of the router; 0: the system chooses.'),
      host: z.string().min(1).describe('Address to listen at; 0.0.0.0: reachable from other machines.').optional(),
      trusted_proxies: whole(0, 10, 'How many proxies in front of the router may be believed about the address of a client.'),
    }).optional(),
    supergraph: z.strictObject({
      file: z.string().min(1).describe('The composed supergraph; relative to this file. Used anew when it changes.').optional(),
      introspection: z.boolean().describe('Whether clients may read the schema, and are told what they may have meant.').optional(),
      executor: z.enum(['own', 'gateway']).describe('Who answers queries and mutations: our executor, or that of @apollo/gateway.').optional(),
      override_labels: z.record(z.string().regex(/^[^,=]+$/, 'must be a label without commas'), z.boolean()).describe('Labels of @override that hold, or do not, whoever asks.').optional(),
      routing_urls: bySubgraph(z.union([url, z.array(url)], { error: 'must be a URL that begins with http:// or https://, or a list of them' })).describe('Where a subgraph is, in place of what the supergraph says; a list where it runs as several instances.').optional(),
      instances_file: z.string().min(1).describe('The same in a JSON file that may change at any time; relative to this file. Goes before `routing_urls`.').optional(),
    }).optional(),
    identity: z.strictObject({
      jwks_urls: z.array(url).describe('Where the public keys of auth\'s access tokens are published; in place of the subgraphs\'.').optional(),
      jwks_subgraphs: z.array(subgraphName).describe('Of the subgraphs that the supergraph has serve login, those whose keys, at /.well-known/jwks.json, are trusted. Absent: all of them.').optional(),
      access_token_max_seconds: whole(60, 86_400, 'Access tokens that live longer are refused. 900 if absent.'),
      revoked_sessions: z.enum(['follow', 'ignore']).describe('follow: sessions that have ended are refused within seconds.').optional(),
    }).optional(),
    cors: z.strictObject({ origins: z.array(z.string().min(1)).describe('Origins of web pages that may call the router, besides its own pages: https://desk.example, http://localhost:*, or * for any.').optional() }).optional(),
    operations: z.strictObject({
      accept: z.enum(['any', 'persisted']).describe('persisted: nothing but the operations of `persisted_file`.').optional(),
      persisted_file: z.string().min(1).describe('What npm run persisted writes; relative to this file. Used anew when it changes.').optional(),
      cost_per_minute: whole(0, 1_000_000_000, 'What a user, or an address that has not signed in, may spend in a minute; 0: no budget.'),
    }).optional(),
    limits: z.strictObject({
      document_length: limit('Characters of an operation', 'documentLength'),
      tokens: limit('Tokens of an operation', 'tokens'),
      nesting: limit('Brackets of any kind within each other', 'nesting'),
      depth: limit('Fields within fields', 'depth'),
      aliases: limit('Aliases', 'aliases'),
      root_fields: limit('Root fields', 'rootFields'),
      directives: limit('Directives', 'directives'),
      name_length: limit('Characters of a name', 'nameLength'),
      repeated_fields: limit('Fields selected under one name, and fragments spread', 'repeatedFields'),
      introspection_depth: limit('Depth of lists within introspection', 'introspectionDepth'),
      list_size: limit('What `first` or `last` may ask for', 'listSize'),
      cost: limit('What an operation may cost', 'cost'),
      subscriptions_per_socket: live('Subscriptions on one socket', 'subscriptionsPerSocket'),
      connections_per_user: live('Sockets and streams of one user', 'connectionsPerUser'),
      subscriptions_per_user: live('Subscriptions of one user', 'subscriptionsPerUser'),
    }).optional(),
    traffic: z.strictObject({
      ...timeouts,
      request_deadline_ms: milliseconds('How long a whole request may take', 10_000),
      requests_in_flight: whole(1, 100_000, 'With more requests under way reads are refused, other requests from twice and more as many on; 1000 where nothing is said.'),
      subgraph_parallel_calls: whole(1, 100_000, 'Calls to one subgraph at one time; twice as many wait; 100 where nothing is said.'),
      share_queries_within_ms: whole(0, 1_000, 'How old the execution of an equal query of the same caller may be for another to be answered with it, in milliseconds; 0: it must not have begun; 25 where nothing is said.'),
      subgraphs: bySubgraph(z.strictObject({ ...timeouts, parallel_calls: whole(1, 100_000, 'Calls to this subgraph at one time.') })).describe('What is otherwise for one subgraph.').optional(),
    }).optional(),
    cache: z.strictObject({
      store: z.enum(['off', 'memory', 'redis']).describe('Where answers are kept that subgraphs say may be kept; off where nothing is said.').optional(),
      megabytes: whole(1, 100_000, 'In memory: what each router process keeps at most; 64 where nothing is said.'),
      redis_url: z.url({ protocol: /^rediss?$/, error: 'must be a URL that begins with redis:// or rediss://' }).describe('In Redis: where it is.').optional(),
    }).describe('docs/caching.md').optional(),
    headers: z.strictObject({
      request: scoped(requestRule).describe('From the client to subgraphs. Nothing is sent on that no rule names. For queries and mutations; an event of a subscription has no headers of a client, only what is inserted.'),
      response: scoped(responseRule).describe('From subgraphs to the client, over HTTP.'),
    }).optional(),
    errors: z.strictObject({
      all: errorRule.describe('For every subgraph.').optional(),
      subgraphs: bySubgraph(errorRule).describe('For one subgraph; what is left out there is taken from `all`.').optional(),
    }).describe('Which errors of subgraphs clients see; all others become INTERNAL with an id that the log has.').optional(),
  })
  .meta({ title: 'router.yaml', description: 'Configuration of the router. The command line goes before the environment, the environment before this file. Secrets stay in the environment: ${env.NAME} and ${env.NAME:-default} are replaced in every value.' });

export type RouterConfig = z.output<typeof configSchema>;
