import type { IncomingMessage, ServerResponse } from 'node:http';

export type OriginRule = (origin: string, host: string | undefined) => boolean;

/** Which web pages may call the router: its own, and those listed (`*` for any, `http://localhost:*` for any port). */
export function createOriginRule(allowed: string[]): OriginRule {
  const patterns = allowed.map((origin) => new RegExp(`^${origin.split('*').map(escape).join('[^/]*')}$`));
  return (origin, host) => allowed.includes('*') || isOwnPage(origin, host) || patterns.some((pattern) => pattern.test(origin));
}

const escape = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\/]/g, '\\$&');

function isOwnPage(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

/** Sets the CORS headers; the browser refuses the page what is not set. No cookies are involved. */
export function allowOrigin(rule: OriginRule, request: IncomingMessage, response: ServerResponse): void {
  const { origin, host } = request.headers;
  response.setHeader('vary', 'origin, accept, accept-encoding');
  if (!origin || !rule(origin, host)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
}

export function answerPreflight(response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
  response.setHeader('access-control-allow-headers', 'authorization, content-type, apollo-require-preflight, x-apollo-operation-name, apollographql-client-name, apollographql-client-version, x-report-cost, last-event-id');
  response.setHeader('access-control-max-age', '600');
  response.writeHead(204).end();
}
