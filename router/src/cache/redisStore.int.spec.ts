import { Redis } from 'ioredis';
import { startTestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { createRedisStore } from './redisStore.ts';
import { ownPrefix } from './testing/describeEachStore.ts';
import { startRedisProxy } from './testing/redisProxy.ts';
import { createShop } from './testing/shop.ts';

const redisUrl = process.env['TEST_REDIS_URL'];
const onRedis = redisUrl ? describe : describe.skip;
const price = '{ some(ids: ["p1"]) { price } }';

const open = async (url: string) => {
  const shop = createShop();
  const router = await startTestRouter(shop.subgraphs, { cache: { store: 'redis', url, prefix: ownPrefix() } });
  const token = await router.issuer.token();
  return { shop, stop: router.stop, ask: async (query = price) => ({ ...(await router.query(query, {}, token)).body, asked: shop.asked() }) };
};

test('a Redis that is not there costs nothing but the cache', async () => {
  const { ask, stop } = await open('redis://127.0.0.1:1');
  for (let time = 0; time < 3; time += 1) expect(await ask()).toEqual({ data: { some: [{ price: 10 }] }, asked: ['some', 'p1'] });
  expect((await ask('mutation { setPrice(id: "p1", price: 11) { price } }')).data).toEqual({ setPrice: { price: 11 } });
  await stop();
});

onRedis('a Redis that falls silent', () => {
  let proxy: Awaited<ReturnType<typeof startRedisProxy>>;
  let router: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    proxy = await startRedisProxy(redisUrl!);
    router = await open(proxy.url);
  });
  afterAll(async () => {
    await router.stop();
    proxy.stop();
  });
  const untilKept = () => until('it is found', async () => (await router.ask()).asked.length === 0);

  test('is done without, and found again', async () => {
    await untilKept();
    proxy.fallSilent();
    for (let time = 0; time < 3; time += 1) expect(await router.ask()).toEqual({ data: { some: [{ price: 10 }] }, asked: ['some', 'p1'] });
    proxy.speak();
    await untilKept();
  });

  test('has nothing to say of what was changed meanwhile', async () => {
    await untilKept();
    proxy.fallSilent();
    await router.ask('mutation { setPrice(id: "p1", price: 77) { price } }');
    proxy.speak();
    await until('it is found', async () => {
      const { data, asked } = await router.ask();
      expect(data).toEqual({ some: [{ price: 77 }] });
      return asked.length === 0;
    });
  });
});

onRedis('in Redis', () => {
  const redis = new Redis(redisUrl!, { lazyConnect: true });
  const prefix = ownPrefix();
  const open = () => createRedisStore({ url: redisUrl!, prefix, answerWithinMs: 5_000, logger: { warn: () => undefined } });
  const [store, other] = [open(), open()];
  afterAll(() => {
    for (const one of [store, other]) one.close();
    redis.disconnect();
  });
  const entry = { key: 'a secret name', text: '{"a":1}', expiresAt: Date.now() + 60_000 };
  const isFound = async (from = store) => (await from.find('shop', [entry.key])).kept[0] !== undefined;
  const untilFound = () =>
    until('it can keep something', async () => {
      const { generation } = await store.find('shop', [entry.key]);
      if (generation !== undefined) store.keep('shop', generation, [entry]);
      return isFound();
    });
  beforeEach(untilFound);

  test('all routers have the same, and a change at one ends it for all', async () => {
    await until('the other finds it', () => isFound(other));
    await other.forget('shop');
    expect(await isFound()).toBe(false);
  });
  test('what was asked for before a change is not found after it', async () => {
    const { generation } = await store.find('shop', [entry.key]);
    await other.forget('shop');
    store.keep('shop', generation!, [entry]);
    expect(await isFound()).toBe(false);
  });
  test('what was kept before Redis forgot its generations is not found again', async () => {
    const forgets = () => redis.del(`${prefix}:generation:shop`);
    await forgets();
    await untilFound();
    await forgets();
    expect([await isFound(), await isFound()]).toEqual([false, false]);
  });
  test('keys tell nothing, and everything has an end', async () => {
    const keys = await redis.keys(`${prefix}:*`);
    expect(keys.join()).not.toContain('secret');
    expect(await Promise.all(keys.map((key) => redis.pttl(key)))).not.toContain(-1);
  });
});
