/** What a request asks for: its path, neither decoded nor normalised, and its search from `?` on. */
export type Target = { path: string; search: string };

/**
 * Reads a request's target in origin, absolute or asterisk form (RFC 9112, 3.2) without ever throwing. Undefined:
 * it is malformed.
 */
export function readTarget(url: string | undefined): Target | undefined {
  if (url?.startsWith('/')) return split(url);
  if (url === '*') return { path: '*', search: '' };
  const absolute = url === undefined ? null : URL.parse(url);
  if (absolute?.protocol !== 'http:' && absolute?.protocol !== 'https:') return undefined;
  return { path: absolute.pathname, search: absolute.search };
}

function split(url: string): Target {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, search: '' } : { path: url.slice(0, at), search: url.slice(at) };
}
