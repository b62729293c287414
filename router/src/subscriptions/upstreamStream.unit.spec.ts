import type { Client, Sink } from 'graphql-ws';
import { isEnd, openUpstreamStream, type Buffer, type UpstreamEvent } from './upstreamStream.ts';

function open(buffer: Buffer) {
  let sink: Sink<UpstreamEvent> | undefined;
  const client = { subscribe: (_: unknown, given: Sink<UpstreamEvent>) => ((sink = given), () => {}) };
  const stream = openUpstreamStream(client as unknown as Client, { query: '' }, buffer);
  const send = (from: number, to: number): void => {
    for (let n = from; n <= to; n++) sink!.next({ data: { n } });
  };
  const take = async (count: number): Promise<unknown[]> => {
    const seen: unknown[] = [];
    while (seen.length < count) {
      const item = await stream.next();
      seen.push(isEnd(item) ? item.end : item.leftOut === undefined ? item.data!['n'] : [item.leftOut, item.data!['n']]);
    }
    return seen;
  };
  return { send, take };
}

test('without a cursor: the newest events are kept, and the first of them says how many were left out before it', async () => {
  const { send, take } = open({ size: 3, whenFull: 'leave out the oldest' });
  send(1, 3);
  expect(await take(3)).toEqual([1, 2, 3]);
  send(4, 20);
  expect(await take(3)).toEqual([[14, 18], 19, 20]);
  send(21, 25);
  expect(await take(2)).toEqual([[2, 23], 24]);
  send(26, 27);
  expect(await take(3)).toEqual([25, 26, 27]);
});

test('with a cursor: what fits is given, then the stream breaks, to go on behind the last one', async () => {
  const { send, take } = open({ size: 3, whenFull: 'break' });
  send(1, 10);
  expect(await take(4)).toEqual([1, 2, 3, 'broken']);
});
