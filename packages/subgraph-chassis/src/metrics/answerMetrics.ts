import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http/body.ts';
import type { Metrics } from './metrics.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** What a proxy on the same machine adds: the request then comes from elsewhere. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/**
 * GET /metrics in Prometheus' text format, for this machine and for whoever has the token; to everybody else there is nothing here.
 * @param behindProxy what comes from this machine may be anybody's
 */
export const answerMetrics =
  (metrics: Metrics | undefined, { behindProxy = false } = {}) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!metrics || !mayRead(request, metrics.token, behindProxy)) return sendJson(response, 404, { error: 'There is nothing at this path.' });
    const text = await metrics.registry.metrics();
    response.writeHead(200, { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' }).end(text);
  };

function mayRead({ headers, socket }: IncomingMessage, token: string | undefined, behindProxy: boolean): boolean {
  if (token && isEqual(headers.authorization ?? '', `Bearer ${token}`)) return true;
  return !behindProxy && loopback.has(socket.remoteAddress ?? '') && !forwarded.some((name) => headers[name] !== undefined);
}

function isEqual(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
