import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, type ExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';

const schema = buildSchema('type Query { a: Int } type Subscription { ticks(after: String): Tick } type Tick { cursor: String! number: Int! }');

export type Tick = { ticks: { number: number } };
export const resumable = 'subscription ($after: String) { ticks(after: $after) { cursor number } }';

/**
 * A server of numbered events, and a client that comes back at once.
 * @param happened how many events there are when it starts
 * @param extensionsOf what the server says beside an event
 */
export async function startTicks(happened: number, extensionsOf: (number: number) => Record<string, unknown> | undefined = () => undefined) {
  /** What each subscribe message asked for. */
  const asked: unknown[] = [];
  let wake = (): void => undefined;
  let onAsked = (): void => undefined;
  /** As ours do: all behind the cursor, then what happens next. */
  const ticks = async function* ({ after }: { after?: string }) {
    asked.push(after);
    onAsked();
    for (let number = Number(after ?? 0) + 1; ; number += 1) {
      while (number > happened) await new Promise<void>((resolve) => (wake = resolve));
      yield { ticks: { cursor: String(number), number } };
    }
  };
  const withExtensions = (result: ExecutionResult): ExecutionResult => {
    const extensions = extensionsOf((result.data as Tick).ticks.number);
    return extensions ? { ...result, extensions } : result;
  };
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  useServer({ schema, roots: { subscription: { ticks: ticks as never } }, onNext: (_context, _id, _payload, _args, result) => withExtensions(result) }, sockets);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({ url: `ws://${address}`, webSocketImpl: WebSocket, shouldRetry: () => true, retryWait: async () => undefined });
  return {
    url: `http://${address}`,
    client,
    asked,
    askedAgain: () => new Promise<void>((resolve) => (onAsked = resolve)),
    connections: () => sockets.clients.size,
    happen(count: number): void {
      happened += count;
      wake();
    },
    cut: () => sockets.clients.forEach((socket) => socket.terminate()),
    /** The event with this number has come to the client, read or not. */
    came: (number: number) => new Promise<void>((resolve) => client.on('message', (message) => message.type === 'next' && (message.payload.data as Tick).ticks.number === number && resolve())),
    async stop(): Promise<void> {
      await client.dispose();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Ticks = Awaited<ReturnType<typeof startTicks>>;

export async function readNumbers(events: AsyncIterator<{ data?: Tick | null | undefined }>, count: number): Promise<number[]> {
  const numbers: number[] = [];
  while (numbers.length < count) numbers.push((await events.next()).value.data.ticks.number);
  return numbers;
}
