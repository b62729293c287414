import { createServer, type AddressInfo, type Server } from 'node:net';
import pg from 'pg';
import { describeEachBroker } from '../testing/describeEachBroker.ts';
import { testDatabase } from '../testing/testDatabase.ts';
import { openBroker } from './broker.ts';
import { postgresqlBackend } from './postgresqlBackend.ts';

const waitFor = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describeEachBroker('broker', (place) => {
  test('made ready by several at once, and as often as one likes', async () => {
    const broker = openBroker(place());
    await Promise.all([1, 2, 3, 4].map(() => openBroker(place()).prepare()));
    await broker.prepare();
    expect(await broker.isReachable()).toBe(true);
  });

  test('a job reaches its handler; one with an id that is known is not added again', async () => {
    const broker = openBroker(place());
    const queue = broker.queue('once');
    await queue.addAll([{ id: 'a-1', name: 'x', data: { n: 1 } }]);
    await queue.addAll([{ id: 'a-1', name: 'x', data: { n: 2 } }, { id: 'b-1', name: 'x', data: { n: 3 } }]);
    expect(await queue.depth()).toBe(2);
    expect(await queue.waiting(['a-1', 'b-1', 'c-1'])).toEqual(new Set(['a-1', 'b-1']));
    const seen: unknown[] = [];
    const worker = broker.worker('once', async ({ data }) => void seen.push(data));
    await waitFor(() => seen.length === 2);
    await worker.close();
    expect(seen).toEqual([{ n: 1 }, { n: 3 }]);
    await queue.close();
  });

  test('many at once are all handled, each once, and nothing is left of them', async () => {
    const broker = openBroker(place());
    const queue = broker.queue('many');
    const jobs = Array.from({ length: 400 }, (_, n) => ({ id: `m-${n}`, name: 'x', data: { n } }));
    await queue.addAll(jobs.slice(0, 3));
    await queue.addAll(jobs.slice(3));
    const [seen, errors]: [unknown[], Error[]] = [[], []];
    const worker = broker.worker('many', async ({ data }) => void seen.push((data as { n: number }).n), { onError: (error) => errors.push(error) });
    await waitFor(() => seen.length >= 400);
    await worker.close();
    await queue.addAll([jobs[399]!]);
    const addedAgain = await queue.depth();
    await queue.close();
    expect({ seen: seen.length, different: new Set(seen).size, errors, addedAgain }).toEqual({ seen: 400, different: 400, errors: [], addedAgain: 1 });
  });

  test('closing waits for the running job, and takes no other', async () => {
    const broker = openBroker(place());
    const queue = broker.queue('closing');
    let [started, ended] = [0, 0];
    let finish = () => undefined as void;
    const running = new Promise<void>((resolve) => (finish = resolve));
    const worker = broker.worker('closing', async () => { started += 1; await running; ended += 1; }, { concurrency: 1 });
    await queue.addAll([{ id: 'a-1', name: 'x', data: {} }, { id: 'b-1', name: 'x', data: {} }]);
    await waitFor(() => started === 1);
    const closed = worker.close();
    finish();
    await closed;
    expect([started, ended]).toEqual([1, 1]);
    expect(await queue.depth()).toBe(1);
    await queue.close();
  });

  test('closing is bounded: a job that hangs does not hold the process', async () => {
    const broker = openBroker(place());
    const queue = broker.queue('hanging');
    let started = false;
    let finish = () => undefined as void;
    const running = new Promise<void>((resolve) => (finish = resolve));
    const errors: string[] = [];
    const worker = broker.worker('hanging', () => ((started = true), running), { closeWithinMs: 300, onError: ({ message }) => errors.push(message) });
    await queue.addAll([{ id: 'a-1', name: 'x', data: {} }]);
    await waitFor(() => started);
    await worker.close();
    expect(errors.join()).toMatch(/closing worker hanging took longer than 300 ms/);
    finish();
    await queue.close();
  });
});

describe('a broker that does not answer', () => {
  let silent: Server;
  let port: number;
  beforeAll(async () => {
    silent = createServer((socket) => void socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    port = (silent.address() as AddressInfo).port;
  });
  afterAll(() => void silent.close());

  test.each([
    ['postgresql', () => ({ databaseUrl: `postgresql://x@127.0.0.1:${port}/x` })],
    ['redis', () => ({ redisUrl: `redis://127.0.0.1:${port}` })],
  ])('%s: adding fails within seconds, and it is not reachable', async (_, place) => {
    const broker = openBroker(place());
    const queue = broker.queue('silent');
    const from = Date.now();
    await expect(queue.addAll([{ id: 'a-1', name: 'x', data: {} }])).rejects.toThrow();
    expect(Date.now() - from).toBeLessThan(8_500);
    expect(await broker.isReachable()).toBe(false);
    await queue.close();
  });
});

test('on PostgreSQL nothing waits for the disk', async () => {
  const database = await testDatabase.empty();
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`ALTER DATABASE "${admin.database}" SET synchronous_commit = on`);
  await admin.end();
  const { producer, consumer } = postgresqlBackend({ databaseUrl: database.url, schema: 'bullmq' });
  const waits = await Promise.all([producer(), consumer].map(async ({ options }) => {
    const client = new pg.Client(options.connection as pg.ClientConfig);
    await client.connect();
    const { rows } = await client.query('SHOW synchronous_commit');
    await client.end();
    return rows[0].synchronous_commit;
  }));
  await database.drop();
  expect(waits).toEqual(['off', 'off']);
});
