import type { IncomingMessage } from 'node:http';

/**
 * The network address that a request came from. Each proxy appends whom it got the request from, so with N proxies of ours
 * the N-th entry from the right is the first that a client cannot forge.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string | null {
  const forwarded = request.headers['x-forwarded-for']?.toString().split(',') ?? [];
  const claimed = trustedProxies > 0 ? forwarded.at(-trustedProxies)?.trim() : undefined;
  const address = claimed || request.socket.remoteAddress;
  return address?.replace(/^::ffff:/, '') ?? null;
}
