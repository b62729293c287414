import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Logger } from '@sysops-squad/chassis/logger';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';

export class NoKeysYet extends Error {}

/** Where one issuer's keys are: whoever answers first of these. */
export type KeySource = () => readonly string[];
type KeySetOptions = { sources: readonly KeySource[]; logger: Logger; fetchKeys?: FetchKeys; refreshEveryMs?: number; unknownKeyFloorMs?: number };
type FetchKeys = (url: string) => Promise<JSONWebKeySet>;

/**
 * The public keys that access tokens are verified with. What was fetched last stays valid while its source is down, so that a
 * restart of auth signs nobody out; a key id that nobody knows has them fetched again, at most once per `unknownKeyFloorMs`.
 */
export function createKeySet({ sources, logger, fetchKeys = fetchJwks, refreshEveryMs = 300_000, unknownKeyFloorMs = 10_000 }: KeySetOptions) {
  const keysBySource = new Map<KeySource, JWK[]>();
  let known = createLocalJWKSet({ keys: [] });
  let version = 0;
  let lastRefresh = -Infinity;
  let refreshing: Promise<void> | undefined;

  const refreshOne = async (source: KeySource): Promise<void> => {
    const { keys } = await firstAnswer(source(), fetchKeys);
    keysBySource.set(source, keys.filter((key) => key.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.kid === 'string'));
  };
  const refreshAll = async (): Promise<void> => {
    lastRefresh = Date.now();
    const results = await Promise.allSettled(sources.map(refreshOne));
    known = createLocalJWKSet({ keys: [...keysBySource.values()].flat() });
    version += 1;
    for (const result of results) if (result.status === 'rejected') logger.warn({ reason: String(result.reason) }, 'keys not refreshed');
  };
  const refresh = (): Promise<void> => (refreshing ??= refreshAll().finally(() => (refreshing = undefined)));
  const allLoaded = (): boolean => sources.every((source) => keysBySource.has(source));

  const find: JWTVerifyGetKey = async (header, token) => {
    if (!header.kid) throw new errors.JWKSNoMatchingKey();
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (Date.now() - lastRefresh >= unknownKeyFloorMs || refreshing) await refresh();
      if (!allLoaded()) throw new NoKeysYet(); // the key may be one of those not fetched yet
      return known(header, token);
    }
  };

  const timer = setInterval(neverThrowing(() => {
    if (!allLoaded() || Date.now() - lastRefresh >= refreshEveryMs) inBackground(refresh());
  }), Math.min(1_000, refreshEveryMs));
  timer.unref();
  inBackground(refresh());
  /** Some source has answered once: the others may be down for long, and keep nobody from signing in. */
  const loaded = (): boolean => sources.length === 0 || keysBySource.size > 0;
  return {
    find,
    loaded,
    refresh,
    /** Another number whenever the keys were replaced. */
    version: () => version,
    stop: () => clearInterval(timer),
  };
}
export type KeySet = ReturnType<typeof createKeySet>;

async function firstAnswer([url, ...others]: readonly string[], fetchKeys: FetchKeys): Promise<JSONWebKeySet> {
  if (url === undefined) throw new Error('nobody is known who has the keys');
  return others.length === 0 ? fetchKeys(url) : fetchKeys(url).catch(() => firstAnswer(others, fetchKeys));
}

async function fetchJwks(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return (await response.json()) as JSONWebKeySet;
}
