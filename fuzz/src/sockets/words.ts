import type { Random } from '../../../chaos/src/random.ts';

/** The words of which hostile requests are made; each process gets those of all, since a client does not care whom it speaks to. */
export const methods = ['GET', 'POST', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH', 'CONNECT', 'PROPFIND', 'get', 'G\u0000T', 'QUERY', 'M-SEARCH'];
export const paths = [
  '/', '/graphql', '/health/live', '/health/ready', '/health/', '/metrics', '/webhooks/psp', '/.well-known/jwks.json', '/graphiql', '/graphiql/graphiql.js',
  '/graphiql/graphql-ws/client.js', '/pages/pages.css', '/survey/token', '/api/tickets', '/api/tickets/1', '/api/surveys/invitations/by-token/x', '/api',
];
const oddTargets = [
  '//', '///', '//graphql', '//x:99999/graphql', '*', '**', 'http://[', 'http://[::1', 'http://x:99999/', 'http://%/', 'http://', 'https://a/graphql', 'ftp://x/', 'x:1', 'graphql',
  '?', '#', '/#', '/?', '/%', '/%0', '/%00', '/%E0%A4%A', '/..', '/../../etc/passwd', '/graphiql/%2e%2e/package.json', '/\\', '/graphql\\..', '/__proto__', '/constructor', '/graphql;x',
  '/graphql?query=%', '/graphql?query=%7B__typename%7D', '/graphql?query=%7B__typename%7D&query=x', '/graphql?variables=%7B', '/graphql?extensions=[]&query={', '/graphql?documentId=%00',
  '/survey/%', '/survey/%00', '/api/tickets/%', '/api/%2e%2e/', '/api/tickets?limit=%', '/health/live/../x', '/metrics?x=%', 'GET', ' ', '/a b', '/\u00e9', '/\u0000', '/\r\nx: y',
];
export const bodies = [
  '', '{', '{}', '[]', 'null', '"x"', '{"query":1}', '{"query":"{ __typename }"}', '{"query":"{"}', '{"query":"{ __typename }","variables":[1]}', '\u00ff\u00fe', '\u0000', '{"a":"\\ud800"}',
  '{"query":"subscription { ticketChanged(id: \\"x\\") { cursor } }"}', '{"__proto__":{"query":"{ a }"}}', `{"query":"${'{a'.repeat(2_000)}"}`, '{"id":"evt_1","type":"a.b","paymentId":"pay_1"}',
];

export const target = (random: Random): string => {
  const chosen = random.chance(0.5) ? random.pick(paths) : random.pick(oddTargets);
  if (random.chance(0.1)) return chosen + garbage(random, 1 + random.below(40)).replaceAll(/[\r\n ]/g, '%');
  return random.chance(0.03) ? chosen + 'a'.repeat(random.below(40_000)) : chosen;
};

export const garbage = (random: Random, length: number): string => Array.from({ length }, () => String.fromCharCode(random.below(256))).join('');
