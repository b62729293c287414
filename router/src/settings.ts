import type { ServiceKeys } from '@sysops-squad/chassis/serviceToken';
import type { JWK } from 'jose';
import type { CacheSettings } from './cache/openCache.ts';
import type { FromConfig } from './config/loadConfig.ts';
import { defaultLimits, type OperationLimits } from './limits/operationLimits.ts';
import type { LiveLimits } from './subscriptions/liveLimits.ts';

/** Which operations clients may send. */
export type OperationSafety = {
  limits: OperationLimits;
  /** What a caller may spend in a minute; 0: as much as they like. */
  costPerMinute: number;
  reportCost: boolean;
  /** Nothing but the operations in `persistedFile` is accepted from people. */
  onlyPersisted: boolean;
  persistedFile: string | undefined;
};

/** As in development. */
export const openToAll: OperationSafety = { limits: defaultLimits, costPerMinute: 0, reportCost: true, onlyPersisted: false, persistedFile: undefined };

/** What the router needs to run; every time is in milliseconds. */
export type RouterSettings = FromConfig & {
  port: number;
  host: string;
  supergraphFile: string;
  /** In place of the routing URLs in the supergraph, by subgraph: one for each of its instances. */
  routingUrls: Record<string, string[]>;
  /** The same in a file that may change at any time; goes before `routingUrls`. */
  instancesFile?: string | undefined;
  jwksUrls: string[];
  /** Of the subgraphs that sign people in, those whose keys, at `/.well-known/jwks.json`, are trusted; absent: all, unless there are `jwksUrls`. */
  jwksSubgraphs?: string[] | undefined;
  /** Access tokens that live longer are refused; 900 where nothing is said. */
  longestTokenSeconds?: number;
  /** False: tokens are good until they expire, whatever becomes of their session. For measurements over subgraphs that are not there. */
  followsRevocations?: boolean;
  /** Public keys by the name of the service; a service that is not among them is refused. */
  serviceKeys: ServiceKeys;
  /** Absent (only outside production): requests to subgraphs carry no proof, so ours refuse them. */
  routerPrivateKey: JWK | undefined;
  /** Origins of web pages that may call the router, besides its own pages; `*` for any. */
  corsOrigins: string[];
  /** How many proxies stand in front of the router; 0: X-Forwarded-For is ignored. */
  trustedProxies: number;
  introspection: boolean;
  /** Who answers queries and mutations: our executor, or @apollo/gateway's. */
  executor: 'own' | 'gateway';
  /** Labels of `@override` that hold, or do not, whoever asks. */
  overrideLabels?: Readonly<Record<string, boolean>>;
  /** `openToAll` where nothing is said. */
  safety?: Partial<OperationSafety>;
  /** What one client may hold; `defaultLiveLimits` where nothing is said. */
  live?: Partial<LiveLimits>;
  /** Absent: nothing is kept. */
  cache?: CacheSettings | undefined;
  demoAccounts: boolean;
  queryTimeoutMs: number;
  mutationTimeoutMs: number;
  deadlineMs: number;
  /** With more requests under way reads are refused, the others from twice as many on. */
  requestsInFlight?: number;
  /** How old the execution may be that an equal query of the same caller joins; 0: it must not have begun. */
  shareWithinMs?: number;
  /** Calls to one subgraph at one time. */
  parallelCalls?: number;
};
