import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@sysops-squad/chassis/testing/until';
import { eventStream } from './eventStream.ts';
import { multipart } from './multipart.ts';
import { createOpenStreams, type OpenStream } from './openStreams.ts';
import type { StreamFormat } from './streamFormat.ts';

const running: { server: Server; close: () => void }[] = [];
afterEach(() => {
  for (const { server, close } of running.splice(0)) {
    close();
    server.closeAllConnections();
    server.close();
  }
});

async function openOne(format: StreamFormat, heartbeatMs: number) {
  const streams = createOpenStreams({ heartbeatMs });
  const opened: OpenStream[] = [];
  const server = createServer((_request, response) => opened.push(streams.open(response, format)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({ server, close: streams.close });
  const response = await new Promise<IncomingMessage>((resolve) => request({ port: (server.address() as AddressInfo).port }, resolve).end());
  response.on('error', () => {});
  return { streams, stream: opened[0]!, response };
}

test.each([['event stream', eventStream, /^(:\n\n){3}/], ['multipart', multipart, /^\r\n--graphql(\r\ncontent-type: application\/json\r\n\r\n{}\r\n--graphql){3}/]] as const)(
  '%s: while nothing happens there are signs of life',
  async (_, format, signs) => {
    const { response } = await openOne(format, 20);
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await until('three of them', () => signs.test(text));
  },
);

test('a client that takes nothing holds one piece, and is given up at the second heartbeat', async () => {
  const { streams, stream, response } = await openOne(eventStream, 1_000);
  response.pause();
  let taken = 0;
  const piece = `:${'x'.repeat(64 * 1024)}\n\n`;
  const writing = (async () => { while (await stream.write(piece)) taken += 1; })();
  await until('what lies between the two sides is full', async () => {
    const before = taken;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return taken > 0 && taken === before;
  });
  expect(streams.count()).toBe(1);
  await writing;
  await until('it is forgotten', () => streams.count() === 0);
});

test('when the router stops, who takes streams of parts is told, and the others come back by themselves', async () => {
  const last = async (format: StreamFormat): Promise<string> => {
    const { streams, response } = await openOne(format, 5_000);
    streams.close();
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return text;
  };
  expect(await last(multipart)).toMatch(/"payload":null,"errors":\[{"message":"This router stops.*"code":"UNAVAILABLE".*\r\n--graphql--\r\n$/);
  expect(await last(eventStream)).toBe(':\n\n');
});
