import { createServer, type AddressInfo, type Server } from 'node:net';
import { describeEachBroker } from '../testing/describeEachBroker.ts';
import { openBroker } from './broker.ts';

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
