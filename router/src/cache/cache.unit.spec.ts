import { anonymous } from '@sysops-squad/chassis/caller';
import type { FetchNode } from '@apollo/query-planner';
import { answerPolicy } from './answerPolicy.ts';
import { cachedFetch } from './cachedFetch.ts';
import { createMemoryStore } from './memoryStore.ts';
import { createResponseCache } from './responseCache.ts';
import type { Found, Kept } from './store.ts';

describe('what a subgraph says may be kept', () => {
  test.each([
    ['max-age=60, public', { seconds: 60, isPublic: true }],
    ['Public,Max-Age=60', { seconds: 60, isPublic: true }],
    ['max-age=60', { seconds: 60, isPublic: false }],
    ['max-age=60, private', { seconds: 60, isPublic: false }],
    ['max-age=60, public, private', { seconds: 60, isPublic: false }],
    ['max-age=60, s-maxage=5, public', { seconds: 5, isPublic: true }],
    ['max-age=60, no-store', undefined],
    ['max-age=60, public, no-cache', undefined],
    ['max-age=0', undefined],
    ['max-age=soon, public', undefined],
    ['public', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => expect(answerPolicy(header)).toEqual(expected));
});

describe('in memory', () => {
  let now = 0;
  const entry = (key: string, size = 1_000) => ({ key, text: 'x'.repeat(size), expiresAt: now + 1_000 });
  const found = (store: ReturnType<typeof createMemoryStore>, key: string, subgraph = 'a'): Kept | undefined => {
    return (store.find(subgraph, [key]) as Found).kept[0];
  };

  test('what was used least recently goes when there is no room, and never are there more bytes', () => {
    const store = createMemoryStore(7_000, () => now);
    for (const key of ['1', '2', '3']) store.keep('a', '0', [entry(key)]);
    expect(store.bytes()).toBe(3 * (2 * 1_001 + 250));
    found(store, '1');
    store.keep('a', '0', [entry('4')]);
    expect(['1', '2', '3', '4'].filter((key) => found(store, key))).toEqual(['1', '3', '4']);
    store.keep('a', '0', [entry('larger than all', 5_000)]);
    store.keep('a', '0', [entry('4')]);
    expect([found(store, 'larger than all'), store.bytes()]).toEqual([undefined, 3 * (2 * 1_001 + 250)]);
  });
  test('until its time is over; then it takes no room', () => {
    const store = createMemoryStore(7_000, () => now);
    store.keep('a', '0', [entry('1')]);
    now += 1_000;
    expect([found(store, '1'), store.bytes()]).toEqual([undefined, 0]);
  });
  test('until its subgraph changes; what was asked for before that is not kept', () => {
    const store = createMemoryStore(7_000, () => now);
    store.keep('a', '0', [entry('1')]);
    void store.forget('b');
    expect(found(store, '1')).toBeDefined();
    void store.forget('a');
    expect(found(store, '1')).toBeUndefined();
    store.keep('a', '0', [entry('1')]);
    expect([found(store, '1'), store.bytes()]).toEqual([undefined, 0]);
  });
});

describe('a fetch', () => {
  const node = (serviceName: string, operation: string) => ({ serviceName, operation }) as FetchNode;
  test('is another one in another supergraph, of another subgraph, or with another text', () => {
    const ids = [cachedFetch(node('a', 'q'), '1'), cachedFetch(node('a', 'q'), '2'), cachedFetch(node('b', 'q'), '1'), cachedFetch(node('a', 'r'), '1')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(cachedFetch(node('a', 'q'), '1').id).toBe(ids[0]);
  });
});

describe('what headers a subgraph is sent', () => {
  const cache = createResponseCache({ store: createMemoryStore(10_000) });
  const fetch = { subgraph: 'a', id: 'f' };
  const caller = { ...anonymous, kind: 'user' as const, id: 'usr_1' };
  const of = (headers?: Record<string, string>) => cache.forCaller(caller, headers && (() => headers))!;

  test.each(['public', 'private'])('makes another answer, %s', async (scope) => {
    const keep = async (headers: Record<string, string> | undefined, value: string) =>
      (await of(headers).lookUp(fetch, () => ['{}'])).keep({ data: {}, cacheControl: `max-age=60, ${scope}` }, [{ value }]);
    for (const tenant of [undefined, 'a', 'b']) await keep(tenant ? { tenant } : undefined, `of ${tenant}`);
    const kept = await Promise.all([undefined, { tenant: 'a' }, { tenant: 'b' }, { tenant: 'c' }].map(async (headers) => (await of(headers).lookUp(fetch, () => ['{}'])).kept[0]));
    expect(kept).toEqual([{ value: 'of undefined' }, { value: 'of a' }, { value: 'of b' }, undefined]);
  });
  test('no cache between could know, so it is told to keep nothing', async () => {
    const asked = of({ tenant: 'a' });
    (await asked.lookUp(fetch, () => ['{}'])).keep({ data: {}, cacheControl: 'max-age=60, public' }, [{}]);
    expect(asked.header()).toBe('no-store');
  });
  test.each([
    ['a failed answer', { data: {}, errors: [{ message: 'no' }], cacheControl: 'max-age=60, public' }, {}],
    ['an answer of which nothing is said', { data: {} }, {}],
    ['what is not there', { data: {}, cacheControl: 'max-age=60, public' }, null],
  ])('%s is not kept, and nobody told to keep it', async (what, answer, value) => {
    const asked = of();
    (await asked.lookUp({ subgraph: 'a', id: what }, () => ['{}'])).keep(answer, [value]);
    expect((await of().lookUp({ subgraph: 'a', id: what }, () => ['{}'])).kept[0]).toBeUndefined();
    if (value) expect(asked.header()).toBe('no-store');
  });
  test('an answer is an object of its own each time', async () => {
    const [one, other] = [(await of({ tenant: 'a' }).lookUp(fetch, () => ['{}'])).kept[0], (await of({ tenant: 'a' }).lookUp(fetch, () => ['{}'])).kept[0]];
    expect(one).toEqual(other);
    expect(one).not.toBe(other);
  });
});
