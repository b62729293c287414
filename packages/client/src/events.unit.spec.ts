import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { eventsOf } from './events.ts';
import { resumptionOf } from './resumption.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { ticks(after: String): Tick } type Tick { cursor: String! number: Int! }');
const query = 'subscription ($after: String) { ticks(after: $after) { cursor number } }';

describe('a subscription whose connection breaks', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let client: Client;
  /** How many events there are by now, and what each subscribe message asked for. */
  let happened: number;
  let asked: unknown[];
  let arrived: () => void;
  let askedAgain: () => void;

  beforeEach(async () => {
    [happened, asked, arrived, askedAgain] = [3, [], () => undefined, () => undefined];
    server = createServer();
    sockets = new WebSocketServer({ server });
    /** As ours do: all behind the cursor, then what happens next. */
    const ticks = async function* ({ after }: { after?: string }) {
      asked.push(after);
      if (asked.length === 2) askedAgain();
      for (let number = Number(after ?? 0) + 1; ; number += 1) {
        while (number > happened) await new Promise<void>((resolve) => (arrived = resolve));
        yield { ticks: { cursor: String(number), number } };
      }
    };
    useServer({ schema, roots: { subscription: { ticks: ticks as never } } }, sockets);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = createClient({ url, webSocketImpl: WebSocket, shouldRetry: () => true, retryWait: async () => undefined });
  });
  afterEach(async () => {
    await client.dispose();
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const happen = (count: number): void => {
    happened += count;
    arrived();
  };
  const cut = (): void => sockets.clients.forEach((socket) => socket.terminate());
  type Tick = { ticks: { number: number } };
  const read = async (events: AsyncIterator<{ data?: Tick | null | undefined }>, count: number): Promise<number[]> => {
    const numbers: number[] = [];
    while (numbers.length < count) numbers.push((await events.next()).value.data.ticks.number);
    return numbers;
  };

  test('goes on behind the last event that came: none is missed, none repeated', async () => {
    const events = eventsOf<Tick>(client, query, {});
    expect(await read(events, 3)).toEqual([1, 2, 3]);
    cut();
    happen(4);
    expect(await read(events, 4)).toEqual([4, 5, 6, 7]);
    cut();
    happen(1);
    expect(await read(events, 1)).toEqual([8]);
    expect(asked).toEqual([undefined, '3', '7']);
  });

  test('does not ask again for what came and has not been read yet', async () => {
    const events = eventsOf<Tick>(client, query, { after: '1' });
    expect(await read(events, 1)).toEqual([2]);
    happen(2);
    // Three more have come when the connection breaks, and they are read only after the client is back.
    await new Promise<void>((resolve) => client.on('message', (message) => message.type === 'next' && (message.payload.data as Tick).ticks.number === 5 && resolve()));
    const back = new Promise<void>((resolve) => (askedAgain = resolve));
    cut();
    await back;
    happen(1);
    expect(await read(events, 4)).toEqual([3, 4, 5, 6]);
    expect(asked).toEqual(['1', '5']);
  });

  test('that takes no cursor begins anew', async () => {
    const events = eventsOf<Tick>(client, 'subscription { ticks { cursor number } }', {});
    expect(await read(events, 3)).toEqual([1, 2, 3]);
    cut();
    expect(await read(events, 3)).toEqual([1, 2, 3]);
  });

  test('ends at once when its reader leaves, while nothing comes', async () => {
    const events = eventsOf<Tick>(client, query, { after: '3' });
    const next = events.next();
    await events.return();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

test.each([
  ['subscription ($since: String) { changes: ticks(after: $since) { place: cursor number } }', { variable: 'since', cursor: '7' }],
  ['subscription { ticks { cursor number } }', undefined],
  ['subscription { ticks(after: "3") { cursor number } }', undefined],
  ['subscription ($after: String) { ticks(after: $after) { number } }', undefined],
])('%s goes on by %j', (operation, expected) => {
  const resumption = resumptionOf(operation);
  expect(resumption && { variable: resumption.variable, cursor: resumption.cursorIn({ changes: { place: '7' } }) }).toEqual(expected);
  expect(resumption?.cursorIn({ changes: null })).toBeUndefined();
});
