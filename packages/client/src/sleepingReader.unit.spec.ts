import { until } from '@sysops-squad/chassis/testing/until';
import { eventsOf, type Events } from './events.ts';
import { openSession, type Session } from './session.ts';
import { readNumbers, resumable, startTicks, type Tick, type Ticks } from './testing/ticks.ts';
import { leftOutBefore } from './unreadEvents.ts';

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
let ticks: Ticks;
let session: Session | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
  await ticks.stop();
});

/** The most that ever waited, looked at after each message. */
function mostUnread(events: Events<Tick>): () => number {
  let most = 0;
  ticks.client.on('message', () => (most = Math.max(most, events.unread())));
  return () => most;
}

describe('a reader who sleeps', () => {
  test('holds no more events than may wait and no connection, and gets every event in order, once', async () => {
    ticks = await startTicks(500);
    const events = eventsOf<Tick>(ticks.client, resumable, {}, { unread: 50 });
    const most = mostUnread(events);
    await until('it has let go', () => events.unread() === 50 && ticks.connections() === 0);
    ticks.happen(200);
    expect(await readNumbers(events, 49)).toEqual(numbers(1, 49));
    expect([ticks.asked, ticks.connections()]).toEqual([[undefined], 0]);

    const read: number[] = [];
    while (read.length < 651) {
      read.push(...(await readNumbers(events, 1)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toEqual(numbers(50, 700));
    expect(ticks.asked[1]).toBe('50');
    expect(most()).toBe(50);
    ticks.happen(1);
    expect(await readNumbers(events, 1)).toEqual([701]);
  });

  test('keeps the newest where nothing can be asked for again, and is told how many were left out', async () => {
    ticks = await startTicks(3);
    const events = eventsOf<Tick>(ticks.client, 'subscription { ticks { number } }', {}, { unread: 10 });
    const most = mostUnread(events);
    expect(await readNumbers(events, 3)).toEqual([1, 2, 3]);
    const all = ticks.came(300);
    ticks.happen(297);
    await all;
    const next = (await events.next()).value!;
    expect([next.data?.ticks.number, leftOutBefore(next)]).toEqual([291, 287]);
    expect(await readNumbers(events, 9)).toEqual(numbers(292, 300));
    expect(most()).toBe(10);
  });

  test('who leaves meanwhile subscribes to nothing any more', async () => {
    ticks = await startTicks(100);
    const events = eventsOf<Tick>(ticks.client, resumable, {}, { unread: 10 });
    await until('it has let go', () => events.unread() === 10 && ticks.connections() === 0);
    await events.return();
    expect([await events.next(), events.unread()]).toEqual([{ done: true, value: undefined }, 0]);
    expect(ticks.asked).toEqual([undefined]);
  });
});

describe('through a session', () => {
  const read = async (events: AsyncIterable<Tick>): Promise<number[]> => {
    const found: number[] = [];
    for await (const event of events) found.push(event.ticks.number);
    return found;
  };

  test('closing it while a reader sleeps ends with what had come', async () => {
    ticks = await startTicks(100);
    session = await openSession({ url: ticks.url });
    const events = session.subscribe<Tick>(resumable, {}, { unread: 10 });
    expect((await events.next()).value.ticks.number).toBe(1);
    await until('it has let go', () => ticks.connections() === 0);
    const askedBefore = ticks.asked.length;
    await session.close();
    const rest = await read(events);
    expect(rest).toEqual(numbers(2, rest.length + 1));
    expect([rest.length >= 9, ticks.asked.length]).toEqual([true, askedBefore]);
  });

  test('a gap that the router tells of is told before the event behind it', async () => {
    ticks = await startTicks(3, (number) => (number === 2 ? { gap: { leftOut: 37 } } : undefined));
    session = await openSession({ url: ticks.url });
    const told: unknown[] = [];
    const events = session.subscribe<Tick>(resumable, {}, { onGap: (leftOut) => told.push({ leftOut }) });
    for (let i = 0; i < 3; i += 1) told.push((await events.next()).value.ticks.number);
    expect(told).toEqual([1, { leftOut: 37 }, 2, 3]);
  });

  test('a gap that nobody listens for is an error, not silence', async () => {
    ticks = await startTicks(3, (number) => (number === 2 ? { gap: { leftOut: 37 } } : undefined));
    session = await openSession({ url: ticks.url });
    await expect(read(session.subscribe<Tick>(resumable))).rejects.toMatchObject({ code: 'EVENTS_LEFT_OUT', message: expect.stringContaining('37') });
  });
});
