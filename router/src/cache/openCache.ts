import type { Logger } from '@sysops-squad/chassis/logger';
import { createMemoryStore } from './memoryStore.ts';
import { createRedisStore } from './redisStore.ts';
import { createResponseCache, type ResponseCache } from './responseCache.ts';

export type CacheSettings = { store: 'memory'; megabytes: number } | { store: 'redis'; url: string; /** Of its keys. */ prefix?: string; /** Longer, and the subgraphs are asked. */ answerWithinMs?: number };

export function openCache(settings: CacheSettings, logger: Logger, onLookup?: (subgraph: string, hits: number, misses: number) => void): ResponseCache {
  const store = settings.store === 'memory' ? createMemoryStore(settings.megabytes * 1_024 * 1_024) : createRedisStore({ ...settings, logger });
  return createResponseCache({ store, onLookup });
}
