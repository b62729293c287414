import { hash, randomUUID } from 'node:crypto';
import { inBackground } from '@sysops-squad/chassis/listeners';
import type { Logger } from '@sysops-squad/chassis/logger';
import { Redis } from 'ioredis';
import type { Found, Kept, Store } from './store.ts';

type Options = { url: string; prefix?: string | undefined; answerWithinMs?: number | undefined; logger: Pick<Logger, 'warn'> };

const sparedForMs = 1_000;
/** Longer than anything is kept. */
const generationSeconds = 7 * 24 * 3_600;

/** For all router processes together. A Redis that is down, or slower than a subgraph may be, is not asked for a second. */
export function createRedisStore({ url, prefix = 'router-cache', answerWithinMs = 50, logger }: Options): Store {
  const redis = new Redis(url, {
    connectTimeout: 2_000, commandTimeout: answerWithinMs, enableOfflineQueue: false, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0,
    retryStrategy: (tries) => Math.min(tries * 100, 2_000),
  });
  redis.on('error', () => undefined);
  let sparedUntil = 0;
  let failing = false;
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (Date.now() < sparedUntil) return undefined;
    try {
      const done = await work();
      failing = false;
      return done;
    } catch (error) {
      if (!failing) logger.warn({ reason: (error as Error).message }, 'the cache in Redis does not answer: subgraphs are asked instead');
      failing = true;
      sparedUntil = Date.now() + sparedForMs;
      return undefined;
    }
  };
  /** A digest: whoever reads Redis learns no names or e-mail addresses from keys. */
  const keyOf = (key: string): string => `${prefix}:${hash('sha256', key, 'base64url')}`;
  const generationKey = (subgraph: string): string => `${prefix}:generation:${subgraph}`;

  /** A Redis that has lost its generation must not find what it kept in an earlier one: each has a name that never comes again. */
  const begin = async (subgraph: string): Promise<string | undefined> => {
    const generation = randomUUID();
    return (await tried(() => redis.set(generationKey(subgraph), generation, 'EX', generationSeconds, 'NX'))) ? generation : undefined;
  };
  /** Changes of which Redis has not heard: until it has, what it keeps is of no use. */
  const owed = new Set<string>();
  const forget = async (subgraph: string): Promise<void> => {
    owed.add(subgraph);
    if (await tried(() => redis.set(generationKey(subgraph), randomUUID(), 'EX', generationSeconds))) owed.delete(subgraph);
  };
  return {
    async find(subgraph, keys): Promise<Found> {
      const nothing = keys.map(() => undefined);
      if (owed.has(subgraph)) await forget(subgraph);
      if (owed.has(subgraph)) return { generation: undefined, kept: nothing };
      const values = await tried(() => redis.mget(generationKey(subgraph), ...keys.map(keyOf)));
      if (!values) return { generation: undefined, kept: nothing };
      const generation = values[0];
      return generation == null ? { generation: await begin(subgraph), kept: nothing } : { generation, kept: values.slice(1).map((value) => read(value, generation)) };
    },
    keep(_subgraph, generation, entries) {
      inBackground(tried(async () => {
        const all = redis.pipeline();
        for (const { key, text, expiresAt } of entries) all.set(keyOf(key), `${generation} ${expiresAt} ${text}`, 'PX', Math.max(1, expiresAt - Date.now()));
        await all.exec();
      }));
    },
    forget,
    bytes: () => 0,
    close: () => redis.disconnect(),
  };
}

function read(value: string | null | undefined, generation: string): Kept | undefined {
  if (!value?.startsWith(`${generation} `)) return undefined;
  const end = value.indexOf(' ', generation.length + 1);
  const expiresAt = Number(value.slice(generation.length + 1, end));
  return expiresAt > Date.now() ? { text: value.slice(end + 1), expiresAt } : undefined;
}
