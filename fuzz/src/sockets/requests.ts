import type { Random } from '../../../chaos/src/random.ts';
import { bodies, garbage, methods, paths, target } from './words.ts';

type Header = [name: string, value: string];

const oddHeaders = (random: Random): Header[] => [
  ['host', ''],
  ['host', '['],
  ['host', 'a, b'],
  ['origin', 'http://['],
  ['origin', 'null'],
  ['origin', garbage(random, 8).replaceAll(/[\r\n]/g, '')],
  ['authorization', 'Bearer'],
  ['authorization', `Bearer ${'.'.repeat(9)}`],
  ['authorization', `Bearer ${'a'.repeat(9_000)}`],
  ['authorization', '\u00ff\u0001'],
  ['accept', 'text/event-stream'],
  ['accept', 'multipart/mixed;subscriptionSpec=1.0'],
  ['accept', ';;,,/*'],
  ['accept', ','.repeat(3_000)],
  ['accept-encoding', 'br;q=x,,gzip;;'],
  ['content-type', 'application/json'],
  ['content-type', 'application/json; charset=\u00ff'],
  ['content-type', ';'],
  ['content-encoding', 'gzip'],
  ['expect', '100-continue'],
  ['expect', 'x'],
  ['connection', 'upgrade'],
  ['connection', 'close, keep-alive'],
  ['upgrade', 'h2c'],
  ['upgrade', 'websocket, x'],
  ['http2-settings', 'AAMAAABk'],
  ['content-length', '-1'],
  ['content-length', '1e3'],
  ['content-length', '99999999999999999999'],
  ['content-length', '4, 4'],
  ['content-length', ' '],
  ['transfer-encoding', 'chunked'],
  ['transfer-encoding', 'gzip, chunked'],
  ['transfer-encoding', 'chunked, chunked'],
  ['transfer-encoding', 'x'],
  ['trailer', 'x'],
  ['x-forwarded-for', ',,,'],
  ['x-forwarded-for', '::ffff:::'],
  ['traceparent', '00-x'],
  ['traceparent', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-ff`],
  ['last-event-id', '%'],
  ['psp-signature', 't=x,v1='],
  ['psp-signature', `t=${'9'.repeat(400)},v1=00`],
  ['x-caller-proof', '..'],
  ['x-deadline', 'NaN'],
  ['x-api-key', ''],
  ['cookie', '__proto__=1'],
  ['range', 'bytes=-'],
  ['apollo-require-preflight', '1'],
  ['x-report-cost', '1'],
  ['', 'x'],
  ['x y', 'z'],
  ['x\u0000', 'z'],
  ['x-long', 'a'.repeat(random.below(20_000))],
];

export function request(random: Random): string {
  const method = random.chance(0.7) ? random.pick(['GET', 'POST']) : random.pick(methods);
  const headers: Header[] = random.chance(0.9) ? [['host', 'x']] : [];
  const odd = oddHeaders(random);
  for (let count = random.below(5); count > 0; count -= 1) headers.push(random.pick(odd));
  if (random.chance(0.02)) for (let n = 0; n < 2_500; n += 1) headers.push([`x-${n}`, 'a']);
  const [framing, body] = withBody(random, method === 'POST' || random.chance(0.1));
  const version = random.chance(0.93)
    ? 'HTTP/1.1'
    : random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'http/1.1', 'HTTP/1.1 x', '']);
  const lineEnd = random.chance(0.97) ? '\r\n' : random.pick(['\n', '\r', '\r\r\n']);
  const lines = [
    `${method} ${target(random)} ${version}`,
    ...headers.concat(framing).map(([name, value]) => `${name}:${random.chance(0.9) ? ' ' : ''}${value}`),
  ];
  return [...lines, '', body].join(lineEnd);
}

function withBody(random: Random, wanted: boolean): [Header[], string] {
  if (!wanted) return [[], ''];
  const body = random.chance(0.9) ? random.pick(bodies) : garbage(random, random.below(3_000));
  const type: Header = ['content-type', 'application/json'];
  const length = body.length + (random.chance(0.8) ? 0 : random.pick([-1, 1, 100, 5_000_000]));
  if (random.chance(0.75)) return [[type, ['content-length', String(length)]], body];
  return [[type, ['transfer-encoding', 'chunked']], chunks(random, body)];
}

const chunks = (random: Random, body: string): string =>
  random.chance(0.5)
    ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
    : random.pick([
        `zz\r\n${body}`,
        `${'f'.repeat(20)}\r\n${body}`,
        `5\r\n${body}\r\n0\r\n\r\n`,
        `-1\r\n${body}`,
        `0\r\nx: y\r\n\r\n`,
        `1;${'a'.repeat(20_000)}\r\nx`,
        `${body.length.toString(16)}\n${body}\n0\n\n`,
      ]);

/** A subscription whose answer is a stream. */
export function stream(random: Random): string {
  const body = random.pick([
    '{"query":"subscription { ticketChanged(id: \\"tic_000001\\") { cursor } }"}',
    '{"query":"subscription { offerReceived { cursor } }"}',
    '{"query":"subscription { __typename }"}',
    '{"query":"{ __typename ... @defer { products { id } } }"}',
    '{"query":"subscription { a"}',
  ]);
  const accept = random.pick([
    'text/event-stream',
    'multipart/mixed;subscriptionSpec=1.0',
    'multipart/mixed;deferSpec=20220824',
    'multipart/mixed;boundary=graphql;subscriptionSpec="1.0",application/json',
  ]);
  return `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

export function upgrade(random: Random, tame: boolean): string {
  const odd = (usual: string, others: string[]): string => (tame || random.chance(0.7) ? usual : random.pick(others));
  const path = tame ? '/graphql' : random.chance(0.5) ? random.pick(paths) : target(random);
  const lines = [
    `${odd('GET', ['POST', 'HEAD', 'CONNECT', 'OPTIONS'])} ${path} HTTP/1.1`,
    'host: x',
    `connection: ${odd('Upgrade', ['upgrade, close', 'keep-alive', 'Upgrade, Upgrade'])}`,
    `upgrade: ${odd('websocket', ['WebSocket', 'h2c', 'TLS/1.2', 'websocket, x', ''])}`,
    `sec-websocket-version: ${odd('13', ['8', '12', '13, 8', 'x', ''])}`,
    `sec-websocket-key: ${odd('dGhlIHNhbXBsZSBub25jZQ==', ['', 'x', 'AAAA', '\u00ff'.repeat(24)])}`,
    `sec-websocket-protocol: ${odd('graphql-transport-ws', ['graphql-ws', 'graphql-transport-ws, graphql-transport-ws', ',', '"', 'a,,b', ''])}`,
  ];
  if (!tame && random.chance(0.3))
    lines.push(
      random.pick([
        'sec-websocket-extensions: permessage-deflate; x=',
        'sec-websocket-extensions: ;',
        'origin: https://evil.example',
        'origin: http://[',
        'content-length: 10',
        'transfer-encoding: chunked',
        'expect: 100-continue',
      ]),
    );
  return `${lines.join('\r\n')}\r\n\r\n`;
}
