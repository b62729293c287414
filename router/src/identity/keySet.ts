import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Logger } from '@sysops-squad/chassis/logger';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';

export class NoKeysYet extends Error {}

/** Where keys of one issuer are: whichever of the URLs answers first. */
export type KeySource = { name: string; issuer: string; urls: () => readonly string[] };
type KeySetOptions = { /** As they are at this moment. */ sources: () => readonly KeySource[]; logger: Logger; fetchKeys?: FetchKeys; refreshEveryMs?: number; unknownKeyFloorMs?: number };
type FetchKeys = (url: string) => Promise<JSONWebKeySet>;

/**
 * The public keys that access tokens are verified with, by issuer: no key is good for another's tokens. What was fetched last stays valid while
 * its source is down, so that a restart of auth signs nobody out; a key id that nobody knows has them fetched again, at most once per `unknownKeyFloorMs`.
 */
export function createKeySet({ sources, logger, fetchKeys = fetchJwks, refreshEveryMs = 300_000, unknownKeyFloorMs = 10_000 }: KeySetOptions) {
  const keysBySource = new Map<string, JWK[]>();
  let known = new Map<string, JWTVerifyGetKey>();
  let version = 0;
  let lastRefresh = -Infinity;
  let refreshing: Promise<void> | undefined;

  const refreshOne = async ({ name, urls }: KeySource): Promise<void> => {
    const { keys } = await firstAnswer(urls(), fetchKeys);
    keysBySource.set(name, keys.filter((key) => key.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.kid === 'string'));
  };
  /** Only of those who are trusted now. */
  const takeOver = (trusted: readonly KeySource[]): void => {
    for (const name of keysBySource.keys()) if (!trusted.some((source) => source.name === name)) keysBySource.delete(name);
    const keysOf = (issuer: string): JWK[] => trusted.flatMap((source) => (source.issuer === issuer ? (keysBySource.get(source.name) ?? []) : []));
    known = new Map(trusted.map(({ issuer }) => [issuer, createLocalJWKSet({ keys: keysOf(issuer) })]));
    version += 1;
  };
  const refreshAll = async (): Promise<void> => {
    lastRefresh = Date.now();
    const results = await Promise.allSettled(sources().map(refreshOne));
    takeOver(sources());
    for (const result of results) if (result.status === 'rejected') logger.warn({ reason: String(result.reason) }, 'keys not refreshed');
  };
  const refresh = (): Promise<void> => (refreshing ??= refreshAll().finally(() => (refreshing = undefined)));
  const areLoaded = (some: readonly KeySource[]): boolean => some.every(({ name }) => keysBySource.has(name));

  /** @throws when the issuer is not trusted */
  const keysOf = (issuer: string): JWTVerifyGetKey => {
    const own = sources().filter((source) => source.issuer === issuer);
    if (own.length === 0) throw new Error(`the issuer ${issuer} is not trusted`);
    const find: JWTVerifyGetKey = async (header, token) => {
      const keys = known.get(issuer);
      if (!keys) throw new errors.JWKSNoMatchingKey();
      return keys(header, token);
    };
    return async (header, token) => {
      if (!header.kid) throw new errors.JWKSNoMatchingKey();
      try {
        return await find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        if (Date.now() - lastRefresh >= unknownKeyFloorMs || refreshing) await refresh();
        if (!areLoaded(own)) throw new NoKeysYet(); // the key may be one of those not fetched yet
        return find(header, token);
      }
    };
  };

  const timer = setInterval(neverThrowing(() => {
    if (!areLoaded(sources()) || Date.now() - lastRefresh >= refreshEveryMs) inBackground(refresh());
  }), Math.min(1_000, refreshEveryMs));
  timer.unref();
  inBackground(refresh());
  return {
    keysOf,
    /** Some source has answered once: the others may be down for long, and keep nobody from signing in. */
    loaded: (): boolean => sources().length === 0 || keysBySource.size > 0,
    refresh,
    /** Others are trusted than before: whoever is no longer loses his keys at once. */
    sourcesChanged(): void {
      takeOver(sources());
      inBackground((refreshing ?? Promise.resolve()).then(refresh));
    },
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
