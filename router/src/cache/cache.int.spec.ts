import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { Registry } from 'prom-client';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { describeEachStore } from './testing/describeEachStore.ts';
import { createShop } from './testing/shop.ts';

describeEachStore('what may be kept is asked for once', (cache) => {
  const shop = createShop();
  const registry = new Registry();
  let router: TestRouter;
  let one: string;
  let other: string;
  let admin: string;

  beforeAll(async () => {
    router = await startTestRouter(shop.subgraphs, { cache }, { registry, token: undefined });
    one = await router.issuer.token({ sub: 'usr_1', customerId: 'cus_1' });
    other = await router.issuer.token({ sub: 'usr_2', customerId: 'cus_2', sid: 'ses_2' });
    admin = await router.issuer.token({ sub: 'usr_3', roles: ['ADMIN'] });
  });
  afterAll(() => router.stop());
  /** A mutation ends what is kept. */
  beforeEach(async () => {
    await router.query('mutation { setPrice(id: "p1", price: 10) { id } }', {}, one);
    shop.asked();
  });

  const ask = async (query: string, token?: string) => {
    const { body, headers } = await router.query(query, {}, token);
    return { data: body.data, errors: body.errors?.map(({ extensions }) => extensions['code']), asked: shop.asked(), cacheControl: headers.get('cache-control') };
  };
  const somePrices = (...ids: string[]) => `{ fresh(ids: ${JSON.stringify(ids)}) { id price } }`;

  test('for everybody with the same rights', async () => {
    const query = '{ shown some(ids: ["p1"]) { price } }';
    expect(await ask(query, one)).toMatchObject({ data: { shown: ['sold'], some: [{ price: 10 }] }, asked: ['shown', 'some', 'p1'] });
    expect(await ask(query, other)).toMatchObject({ data: { shown: ['sold'], some: [{ price: 10 }] }, asked: [] });
  });

  test('of a list only what is missing is asked for; order and nulls stay', async () => {
    await ask(somePrices('p1'), one);
    await ask(somePrices('p1', 'p3'), one);
    const { data, asked } = await ask(somePrices('p2', 'p3', 'gone', 'p1', 'p3'), one);
    expect(data).toEqual({ fresh: [{ id: 'p2', price: 20 }, { id: 'p3', price: 30 }, { id: 'gone', price: null }, { id: 'p1', price: 10 }, { id: 'p3', price: 30 }] });
    expect(asked).toEqual(['fresh', 'p2', 'gone']);
    await ask(somePrices('p1', 'p3', 'p2'), one);
    expect(await ask(somePrices('gone', 'p2'), one)).toMatchObject({ data: { fresh: [{ price: null }, { price: 20 }] }, asked: ['fresh', 'gone'] });
  });

  test('an error of what is missing is told at its place, and nothing of that answer is kept', async () => {
    await ask(somePrices('p1'), one);
    shop.broken.add('p2');
    const { body } = await router.query(somePrices('p1', 'p2', 'p3'), {}, one);
    expect(body.data).toEqual({ fresh: [{ id: 'p1', price: 10 }, { id: 'p2', price: null }, { id: 'p3', price: 30 }] });
    expect(body.errors!.map(({ path }) => path)).toEqual([['fresh', 1]]);
    shop.broken.clear();
    shop.asked();
    expect(await ask(somePrices('p1', 'p2', 'p3'), one)).toMatchObject({ asked: ['fresh', 'p2', 'p3'], errors: undefined });
  });

  test('a failed answer is not kept', async () => {
    for (let time = 0; time < 2; time += 1) expect(await ask('{ failing }', one)).toMatchObject({ data: { failing: null }, asked: ['failing'], cacheControl: 'no-store' });
  });

  test('arguments make another answer', async () => {
    const priceOf = (rebate: string) => `{ fresh(ids: ["p1"]) { price(rebate: ${rebate}) } }`;
    const withVariable = async (rebate: number) => (await router.query('query ($rebate: Int) { fresh(ids: ["p1"]) { price(rebate: $rebate) } }', { rebate }, one)).body.data;
    expect([(await ask(priceOf('1'), one)).data, (await ask(priceOf('2'), one)).data]).toEqual([{ fresh: [{ price: 9 }] }, { fresh: [{ price: 8 }] }]);
    for (let time = 0; time < 2; time += 1) expect([await withVariable(1), await withVariable(2)]).toEqual([{ fresh: [{ price: 9 }] }, { fresh: [{ price: 8 }] }]);
    const some = async (...ids: string[]) => (await router.query('query ($ids: [ID!]!) { some(ids: $ids) { id } }', { ids }, one)).body.data;
    for (let time = 0; time < 2; time += 1) expect([await some('p1'), await some('p2')]).toEqual([{ some: [{ id: 'p1' }] }, { some: [{ id: 'p2' }] }]);
  });

  test('until its time is over', async () => {
    const first = (await ask('{ short }', one)).data;
    await until('it is asked for anew', async () => (await ask('{ short }', one)).asked.length === 1);
    expect(first).toEqual({ short: 1 });
  });

  test('a mutation ends it, and asks itself', async () => {
    await ask(somePrices('p1'), one);
    const saved = await router.query('mutation { setPrice(id: "p1", price: 77) { price } }', {}, other);
    expect(saved.body.data).toEqual({ setPrice: { price: 77 } });
    expect((await ask(somePrices('p1'), one)).data).toEqual({ fresh: [{ id: 'p1', price: 77 }] });
  });

  test('a mutation shows what is, whatever is kept', async () => {
    await ask(somePrices('p2'), one);
    shop.prices['p2'] = 21;
    expect((await ask(somePrices('p2'), one)).data).toEqual({ fresh: [{ id: 'p2', price: 20 }] });
    expect((await ask('mutation { pick(id: "p2") { price } }', one)).data).toEqual({ pick: { price: 21 } });
    shop.prices['p2'] = 20;
  });

  test('what has no age is asked for each time', async () => {
    for (let time = 0; time < 2; time += 1) expect(await ask('{ fresh(ids: ["p1"]) { stock { count } } }', one)).toMatchObject({ asked: ['fresh', 'p1'], cacheControl: 'no-store' });
  });

  test('what is kept and what is not go out as two calls, so that one does not spoil the other', async () => {
    const both = '{ a: fresh(ids: ["p1"]) { price } b: fresh(ids: ["p2"]) { stock { count } } }';
    await ask(both, one);
    expect((await ask(both, one)).asked.filter((what) => what.startsWith('p'))).toEqual(['p2']);
  });

  test('our services, which act on what they read, are never answered from it', async () => {
    const service = await (await createServiceTokenSource({ service: 'ticket-workflow', privateJwk: router.keys.service.private }))();
    await ask('{ shown }', one);
    expect(await ask('{ shown }', service)).toMatchObject({ asked: ['shown'], cacheControl: 'no-store' });
    expect(await ask('{ shown }', service)).toMatchObject({ asked: ['shown'] });
  });

  describe('nobody gets what is not his', () => {
    test('of private answers each has his own', async () => {
      const query = '{ mine { owner } some(ids: ["p1"]) { mineToPay } }';
      for (let time = 0; time < 2; time += 1) {
        expect((await ask(query, one)).data).toEqual({ mine: { owner: 'usr_1' }, some: [{ mineToPay: 'p1 of usr_1' }] });
        expect((await ask(query, other)).data).toEqual({ mine: { owner: 'usr_2' }, some: [{ mineToPay: 'p1 of usr_2' }] });
      }
      expect((await ask(query, one)).asked).toEqual([]);
    });

    test.each([
      ['another role', { roles: ['CUSTOMER', 'EXPERT'] }],
      ['another customer', { customerId: 'cus_9' }],
      ['another session', { sid: 'ses_9' }],
    ])('nor with the same name and %s', async (_what, claims) => {
      await ask('{ mine { owner session } }', one);
      const token = await router.issuer.token({ sub: 'usr_1', customerId: 'cus_1', ...claims });
      expect((await ask('{ mine { owner session } }', token)).asked).toEqual(['mine']);
    });

    test('whoever has no name gets nothing private from it', async () => {
      await ask('{ mine { owner } }', one);
      for (let time = 0; time < 2; time += 1) expect(await ask('{ mine { owner } }')).toMatchObject({ data: { mine: { owner: null } }, asked: ['mine'] });
    });

    test('what is for everybody is for everybody with the same rights', async () => {
      expect((await ask('{ shown }', admin)).data).toEqual({ shown: ['sold', 'not sold'] });
      expect((await ask('{ shown }', one)).data).toEqual({ shown: ['sold'] });
      expect((await ask('{ shown }')).data).toEqual({ shown: ['sold'] });
      expect((await ask('{ shown }', admin)).data).toEqual({ shown: ['sold', 'not sold'] });
    });

    test('a field that the caller may not have is refused, however warm it is', async () => {
      const costs = '{ fresh(ids: ["p1"]) { id cost } }';
      expect((await ask(costs, admin)).data).toEqual({ fresh: [{ id: 'p1', cost: 5 }] });
      expect((await ask(costs, admin)).asked).toEqual(['fresh']);
      expect(await ask(costs, one)).toMatchObject({ data: { fresh: [{ id: 'p1', cost: null }] }, errors: ['FORBIDDEN'] });
      expect(await ask(costs)).toMatchObject({ data: { fresh: [{ id: 'p1', cost: null }] }, errors: ['UNAUTHENTICATED'] });
    });
  });

  test('clients are told how long they may keep it themselves', async () => {
    const { headers } = await router.query('{ some(ids: ["p1"]) { price } }', {}, one);
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual([expect.stringMatching(/^max-age=\d+, private$/), expect.stringContaining('authorization')]);
    expect((await ask('{ some(ids: ["p1"]) { price } }')).cacheControl).toMatch(/^max-age=\d+, public$/);
    expect((await ask('{ some(ids: ["p1"]) { mineToPay } }', one)).cacheControl).toMatch(/^max-age=\d+, private$/);
    expect((await ask(somePrices('p1'), one)).cacheControl).toBe('no-store');
    expect((await ask('{ some(ids: ["p1"]) { cost } }', one)).cacheControl).toBe('no-store');
    expect((await ask('mutation { setPrice(id: "p1", price: 10) { id } }', one)).cacheControl).toBe('no-store');
    expect((await ask('{ __typename }', one)).cacheControl).toBe('no-store');
  });

  test('hits and misses are counted', async () => {
    const counted = async (outcome: string): Promise<number> => (await registry.getSingleMetric('router_cache_lookups_total')!.get()).values.find(({ labels }) => labels['subgraph'] === 'money' && labels['outcome'] === outcome)?.value ?? 0;
    await ask(somePrices('p1'), one);
    const before = [await counted('hit'), await counted('miss')];
    await ask(somePrices('p1', 'p2', 'p3'), one);
    expect([(await counted('hit')) - before[0]!, (await counted('miss')) - before[1]!]).toEqual([1, 2]);
  });
});
