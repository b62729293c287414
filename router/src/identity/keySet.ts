import type { Logger } from '@sysops-squad/chassis/logger';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';

export class NoKeysYet extends Error {}

type KeySetOptions = { urls: string[]; logger: Logger; fetchKeys?: FetchKeys; refreshEveryMs?: number; unknownKeyFloorMs?: number };
type FetchKeys = (url: string) => Promise<JSONWebKeySet>;

/**
 * The public keys that access tokens are verified with. What was fetched last stays valid while its source is down, so that a
 * restart of auth signs nobody out; a key id that nobody knows has them fetched again, at most once per `unknownKeyFloorMs`.
 */
export function createKeySet({ urls, logger, fetchKeys = fetchJwks, refreshEveryMs = 300_000, unknownKeyFloorMs = 10_000 }: KeySetOptions) {
  const keysByUrl = new Map<string, JWK[]>();
  let known = createLocalJWKSet({ keys: [] });
  let lastRefresh = -Infinity;
  let refreshing: Promise<void> | undefined;

  const refreshOne = async (url: string): Promise<void> => {
    const { keys } = await fetchKeys(url);
    keysByUrl.set(url, keys.filter((key) => key.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.kid === 'string'));
  };
  const refreshAll = async (): Promise<void> => {
    lastRefresh = Date.now();
    const results = await Promise.allSettled(urls.map(refreshOne));
    known = createLocalJWKSet({ keys: [...keysByUrl.values()].flat() });
    for (const result of results) if (result.status === 'rejected') logger.warn({ reason: String(result.reason) }, 'keys not refreshed');
  };
  const refresh = (): Promise<void> => (refreshing ??= refreshAll().finally(() => (refreshing = undefined)));
  const allLoaded = (): boolean => urls.every((url) => keysByUrl.has(url));

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

  const timer = setInterval(() => {
    if (!allLoaded() || Date.now() - lastRefresh >= refreshEveryMs) void refresh();
  }, Math.min(1_000, refreshEveryMs));
  timer.unref();
  void refresh();
  /** Some source has answered once: the others may be down for long, and keep nobody from signing in. */
  const loaded = (): boolean => urls.length === 0 || keysByUrl.size > 0;
  return { find, loaded, refresh, stop: () => clearInterval(timer) };
}
export type KeySet = ReturnType<typeof createKeySet>;

async function fetchJwks(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return (await response.json()) as JSONWebKeySet;
}
