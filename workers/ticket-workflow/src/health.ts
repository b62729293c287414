import { answerHealth } from '@sysops-squad/chassis/http/answerHealth';
import { createHttpServer, type Answer } from '@sysops-squad/chassis/http/server';
import type { Logger } from '@sysops-squad/chassis/logger';
import { answerMetrics } from '@sysops-squad/chassis/metrics/answerMetrics';
import type { Metrics } from '@sysops-squad/chassis/metrics/metrics';
import type { AddressInfo } from 'node:net';

export type Health = { port: number; host: string; isReady: () => Promise<boolean>; details: () => Record<string, unknown>; metrics: Metrics | undefined; logger: Logger };

/** `/metrics`, `/health/live` and `/health/ready`: ready while ticket database and broker answer. When the roster was read is information only. */
export async function serveHealth({ port, host, isReady, details, metrics, logger }: Health) {
  const health = answerHealth(isReady, details);
  const measures = answerMetrics(metrics);
  const answer: Answer = (request, response, { path }) => {
    if (path === '/health/live' || path === '/health/ready') return health(request, response);
    if (path === '/metrics') return measures(request, response);
    response.writeHead(404).end();
  };
  const server = createHttpServer({ answer, logger });
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
