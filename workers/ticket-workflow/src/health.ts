import { answerHealth } from '@sysops-squad/chassis/http/answerHealth';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Health = { port: number; host: string; isReady: () => Promise<boolean>; details: () => Record<string, unknown> };

/** `/health/live` and `/health/ready`: ready while ticket database and broker answer. When the roster was read is information only. */
export async function serveHealth({ port, host, isReady, details }: Health) {
  const answer = answerHealth(isReady, details);
  const server = createServer((request, response) => {
    if (request.url === '/health/live' || request.url === '/health/ready') return void answer(request, response);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
