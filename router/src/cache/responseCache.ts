import { hash } from 'node:crypto';
import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import type { Caller } from '@sysops-squad/chassis/caller';
import { exactKey } from '@sysops-squad/chassis/exactKey';
import { isObject } from '../execution/jsonValue.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubgraphAnswer } from '../subgraphs/subgraphAnswer.ts';
import { answerPolicy, type AnswerPolicy } from './answerPolicy.ts';
import type { CachedFetch } from './cachedFetch.ts';
import { createFreshness } from './freshness.ts';
import type { Found, Store } from './store.ts';

/** What the answers of a fetch were last: nothing of it is kept, or it is kept for everybody with the same rights, or for one caller. */
type Habit = 'never' | 'public' | 'private';

export type Lookup = {
  /** For each that was asked for; an object of its own each time. Empty: nothing was found. */
  kept: readonly (Record<string, unknown> | undefined)[];
  /** To be handed the answer before anything changes it; `values`: in the order of what was looked for, undefined where nothing is to be kept. */
  keep: (answer: SubgraphAnswer, values: readonly unknown[]) => void;
};

/** What is kept, for the one who asks: never more than his own, and what is everybody's with his rights. */
export type RequestCache = {
  /** `asked` tells apart what one fetch may ask for: variables and representation. At once where nothing has to be waited for. */
  lookUp: (fetch: CachedFetch, asked: () => readonly string[]) => Lookup | Promise<Lookup>;
  /** Undefined for a fetch that has not been answered yet. */
  isKept: (fetch: CachedFetch) => boolean | undefined;
  /** `Cache-Control` for the client. */
  header: () => string;
};

type Parts = { store: Store; onLookup?: ((subgraph: string, hits: number, misses: number) => void) | undefined; now?: () => number };
type Scope = 'public' | 'private';
type Place = { scope: Scope; prefix: string };

const longestSeconds = 24 * 3_600;

/** Keeps answers of subgraphs that say they may be kept. */
export function createResponseCache({ store, onLookup, now = Date.now }: Parts) {
  const habits = new WeakMap<CachedFetch, Habit>();

  /** Undefined for our services, which act on what they read and must not act on what was. */
  const forCaller = (caller: Caller, headersFor: CallContext['headersFor']): RequestCache | undefined => {
    if (caller.kind === 'service') return undefined;
    const isAnonymous = caller.kind === 'anonymous';
    const freshness = createFreshness(now);
    let own: string | undefined;
    const nameOf = { public: () => rightsOf(caller).key, private: () => (own ??= digest(exactKey(caller))) };
    /** Undefined where nothing can be kept: whoever has no name cannot be told from others without one. */
    const placeOf = (scope: Scope, { subgraph, id }: CachedFetch): Place | undefined =>
      (scope === 'private' && isAnonymous ? undefined : { scope, prefix: `${id}${headersFor ? digest(exactKey(headersFor(subgraph))) : ''}|${nameOf[scope]()}|` });

    const lookUp: RequestCache['lookUp'] = (fetch, asked) => {
      const habit = habits.get(fetch);
      if (habit === 'never') return { kept: [], keep: (answer) => void heard(fetch, answer) };
      const all = asked();
      const places = (['public', 'private'] as const).flatMap((scope) => (habit === undefined || habit === scope ? (placeOf(scope, fetch) ?? []) : []));
      const found = store.find(fetch.subgraph, places.flatMap(({ prefix }) => all.map((one) => prefix + one)));
      return found instanceof Promise ? found.then((later) => read(fetch, all, places, later)) : read(fetch, all, places, found);
    };
    const read = (fetch: CachedFetch, asked: readonly string[], places: readonly Place[], { generation, kept: found }: Found): Lookup => {
      const kept: (Record<string, unknown> | undefined)[] = [];
      let hits = 0;
      for (let index = 0; index < asked.length; index += 1) {
        const turn = places.findIndex((_, place) => found[place * asked.length + index]);
        if (turn < 0) continue;
        const { text, expiresAt } = found[turn * asked.length + index]!;
        freshness.note({ seconds: 0, isPublic: places[turn]!.scope === 'public' }, expiresAt);
        kept[index] = JSON.parse(text) as Record<string, unknown>;
        hits += 1;
      }
      onLookup?.(fetch.subgraph, hits, asked.length - hits);
      return { kept, keep: (answer, values) => keep(fetch, generation, asked, heard(fetch, answer), values) };
    };
    /** What its answers are like; a failure says nothing about the next one. */
    const heard = (fetch: CachedFetch, { errors, cacheControl }: SubgraphAnswer): AnswerPolicy | undefined => {
      const policy = errors?.length ? undefined : answerPolicy(cacheControl);
      freshness.note(policy);
      if (!errors?.length) habits.set(fetch, policy ? (policy.isPublic ? 'public' : 'private') : 'never');
      return policy;
    };
    const keep = (fetch: CachedFetch, generation: string | undefined, asked: readonly string[], policy: AnswerPolicy | undefined, values: readonly unknown[]): void => {
      const place = policy && placeOf(policy.isPublic ? 'public' : 'private', fetch);
      if (!place || generation === undefined) return;
      const expiresAt = now() + Math.min(policy.seconds, longestSeconds) * 1_000;
      const entries = asked.flatMap((one, index) => (isObject(values[index]) ? [{ key: place.prefix + one, text: JSON.stringify(values[index]), expiresAt }] : []));
      store.keep(fetch.subgraph, generation, entries);
    };
    return {
      lookUp,
      isKept(fetch) {
        const habit = habits.get(fetch);
        return habit && habit !== 'never';
      },
      // What headers of a client make of an answer, a cache between could not know.
      header: () => (headersFor ? 'no-store' : freshness.header(isAnonymous)),
    };
  };
  return { forCaller, forget: store.forget, bytes: store.bytes, close: store.close };
}
export type ResponseCache = ReturnType<typeof createResponseCache>;

const digest = (text: string): string => hash('sha256', text, 'base64url');
