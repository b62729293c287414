import { answerHealth } from '@sysops-squad/chassis/http/answerHealth';
import { answerMetrics } from '@sysops-squad/chassis/metrics/answerMetrics';
import type { Metrics } from '@sysops-squad/chassis/metrics/metrics';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Health = { port: number; host: string; isReady: () => Promise<boolean>; details: () => Record<string, unknown>; metrics: Metrics | undefined };

/** `/metrics`, `/health/live` and `/health/ready`: ready while ticket database and broker answer. When the roster was read is information only. */
export async function serveHealth({ port, host, isReady, details, metrics }: Health) {
  const answer = answerHealth(isReady, details);
  const measures = answerMetrics(metrics);
  const server = createServer((request, response) => {
    if (request.url === '/health/live' || request.url === '/health/ready') return void answer(request, response);
    if (request.url === '/metrics') return void measures(request, response);
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
