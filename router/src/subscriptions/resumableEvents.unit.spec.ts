import type { Client, Sink } from 'graphql-ws';
import { resumableEvents, type EventStream } from './resumableEvents.ts';
import { openUpstreamStream, type UpstreamEvent } from './upstreamStream.ts';

/** A subgraph with a log of numbered events, to which connections break on demand. */
function fakeSubgraph(length: number) {
  const opened: unknown[] = [];
  const sinks: Sink<UpstreamEvent>[] = [];
  let unsubscribed = 0;
  const open = (bufferSize: number, deliver: (from: number, sink: Sink<UpstreamEvent>) => void) => async (after: unknown): Promise<EventStream> => {
    opened.push(after);
    const client = { subscribe: (_: unknown, sink: Sink<UpstreamEvent>) => (sinks.push(sink), deliver(Number(after ?? 0), sink), () => void (unsubscribed += 1)) };
    return openUpstreamStream(client as unknown as Client, { query: '' }, { size: bufferSize, whenFull: 'break' });
  };
  const event = (n: number): UpstreamEvent => ({ data: { e: { cursor: n } } });
  return { open, event, opened, sinks, length, unsubscribed: () => unsubscribed };
}
const cursorOf = (event: UpstreamEvent) => (event.data!['e'] as { cursor: number }).cursor;
const common = { subgraph: 'ticket', cursorOf, after: undefined, canResume: () => true, giveUpAfterMs: 5_000, onBreak: () => {} };

async function take(events: AsyncGenerator<UpstreamEvent>, count: number): Promise<number[]> {
  const seen: number[] = [];
  while (seen.length < count) seen.push(cursorOf((await events.next()).value as UpstreamEvent));
  await events.return(undefined);
  return seen;
}
const numbers = (to: number) => Array.from({ length: to }, (_, i) => i + 1);

test('a reader slower than the subgraph: the buffer stays bounded, nothing is lost, nothing comes twice', async () => {
  const subgraph = fakeSubgraph(1_000);
  let widest = 0;
  const deliver = (from: number, sink: Sink<UpstreamEvent>): void => {
    let sent = 0;
    for (let n = from + 1; n <= 1_000; n++, sent++) sink.next(subgraph.event(n));
    widest = Math.max(widest, sent);
  };
  const events = resumableEvents({ ...common, open: subgraph.open(10, deliver) }, new AbortController().signal);
  expect(await take(events, 1_000)).toEqual(numbers(1_000));
  expect(subgraph.opened.slice(0, 3)).toEqual([undefined, 10, 20]);
  expect(subgraph.unsubscribed()).toBeGreaterThanOrEqual(100);
});

test('events that came before the break are given first; it goes on behind the last of them', async () => {
  const subgraph = fakeSubgraph(7);
  const deliver = (from: number, sink: Sink<UpstreamEvent>): void => {
    for (let n = from + 1; n <= Math.min(from + 3, 7); n++) sink.next(subgraph.event(n));
    sink.error({ code: 1006, reason: 'gone' });
  };
  const events = resumableEvents({ ...common, open: subgraph.open(100, deliver) }, new AbortController().signal);
  expect(await take(events, 7)).toEqual(numbers(7));
  expect(subgraph.opened.slice(0, 3)).toEqual([undefined, 3, 6]);
});

test('an event that a subgraph repeats at the seam is given once', async () => {
  const subgraph = fakeSubgraph(4);
  const deliver = (from: number, sink: Sink<UpstreamEvent>): void => {
    for (const n of from === 0 ? [1, 2] : [from, from + 1]) sink.next(subgraph.event(n));
    sink.error({ code: 1006, reason: 'gone' });
  };
  expect(await take(resumableEvents({ ...common, open: subgraph.open(100, deliver) }, new AbortController().signal), 4)).toEqual([1, 2, 3, 4]);
});

test('events may share a cursor, as those of one snapshot may: only what is repeated at a seam is left out', async () => {
  const subgraph = fakeSubgraph(3);
  const deliver = (_: number, sink: Sink<UpstreamEvent>): void => [9, 9, 9].forEach((n) => sink.next(subgraph.event(n)));
  expect(await take(resumableEvents({ ...common, open: subgraph.open(100, deliver) }, new AbortController().signal), 3)).toEqual([9, 9, 9]);
});

test('errors of the subgraph end it with those errors, its completion completes it', async () => {
  const refused = fakeSubgraph(0);
  const first = resumableEvents({ ...common, open: refused.open(10, (_, sink) => sink.error([{ message: 'no', extensions: { code: 'FORBIDDEN', serviceName: 'another' } }])) }, new AbortController().signal);
  await expect(first.next()).rejects.toMatchObject({ errors: [{ message: 'no', extensions: { code: 'FORBIDDEN', serviceName: 'ticket' } }] });
  const complete = fakeSubgraph(0);
  const second = resumableEvents({ ...common, open: complete.open(10, (_, sink) => sink.complete()) }, new AbortController().signal);
  expect((await second.next()).done).toBe(true);
});

test('a subgraph that stays away: given up after a while, with UNAVAILABLE', async () => {
  const away = fakeSubgraph(0);
  const events = resumableEvents({ ...common, giveUpAfterMs: 150, open: away.open(10, (_, sink) => sink.error({ code: 1006, reason: '' })) }, new AbortController().signal);
  await expect(events.next()).rejects.toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
  expect(away.opened.length).toBeGreaterThan(1);
});

test('a subscriber who leaves is unsubscribed at once, also while nothing comes', async () => {
  const silent = fakeSubgraph(0);
  const leaving = new AbortController();
  const events = resumableEvents({ ...common, open: silent.open(10, () => {}) }, leaving.signal);
  const next = events.next();
  await new Promise((resolve) => setImmediate(resolve));
  leaving.abort();
  expect((await next).done).toBe(true);
  expect(silent.unsubscribed()).toBeGreaterThan(0);
});
