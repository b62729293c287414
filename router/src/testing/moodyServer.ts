import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Mood = 'answers' | 'hangs' | 'hangs but lives' | 'slow' | 'nonsense' | 'hangs up' | 'overloaded';
type Seen = { body: string; headers: IncomingMessage['headers'] };

const lifeSign = '{"query":"{__typename}"}';

/** A subgraph of one's own mood. Signs of life are answered as the mood is, and are not counted among the calls. */
export async function startMoodyServer() {
  let mood: Mood = 'answers';
  const calls: Seen[] = [];
  let ready = true;
  let closing = false;
  let signsOfLife = 0;
  const answer = (response: ServerResponse): void => void response.end('{"data":{"ok":true}}');
  const react = (response: ServerResponse, isSign: boolean): void => {
    if (mood === 'answers' || (mood === 'hangs but lives' && isSign)) answer(response);
    if (mood === 'slow') setTimeout(() => answer(response), 60);
    if (mood === 'nonsense') response.end('<html>');
    if (mood === 'hangs up') response.destroy();
    if (mood === 'overloaded') response.writeHead(503).end();
  };
  const server = createServer((request, response) => {
    if (closing) response.setHeader('connection', 'close');
    if (request.url === '/health/ready') return void response.writeHead(ready ? 200 : 503).end();
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const isSign = body === lifeSign;
      if (isSign) signsOfLife += 1;
      else calls.push({ body, headers: request.headers });
      react(response, isSign);
    });
  });
  const listen = (port = 0) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen();
  const { port } = server.address() as AddressInfo;
  const die = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  /** As one that has been asked to stop: it says so wherever it is asked, and goes on answering. */
  const drains = (): void => void ([ready, closing] = [false, true]);
  return { drains, wantsCalls: (wanted: boolean) => void (ready = wanted), url: `http://127.0.0.1:${port}/graphql`, calls, signsOfLife: () => signsOfLife, is: (next: Mood) => void (mood = next), die, comeBack: () => listen(port) };
}
export type MoodyServer = Awaited<ReturnType<typeof startMoodyServer>>;
