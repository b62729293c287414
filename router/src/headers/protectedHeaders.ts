/** Of one connection, or about how a body is written: they mean nothing further on. */
const ofConnection = [
  'connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'host', 'expect',
  'content-length', 'content-type', 'content-encoding', 'accept', 'accept-encoding',
];
/** What the router says itself: a subgraph must be able to believe it, and so must a browser. */
const ofRouter = ['x-router-proof', 'x-router-proof-key', 'x-deadline-ms', 'x-request-id', 'traceparent', 'tracestate', 'retry-after', 'vary', 'allow', 'cache-control', 'www-authenticate', 'x-report-cost'];
const untouchable = new Set([...ofConnection, ...ofRouter]);
const credentials = new Set(['authorization', 'cookie', 'set-cookie', 'x-api-key']);

/** No rule may name it. */
export const isUntouchable = (name: string): boolean => untouchable.has(name) || name.startsWith('access-control-') || name.startsWith('sec-');
/** Only a rule that says `sensitive: true` may name it, and no pattern finds it otherwise. */
export const isCredential = (name: string): boolean => credentials.has(name);
