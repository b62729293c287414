import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createLogger } from '../logger.ts';
import { rawAnswer, rawSocket, sendAndReset, upgradeOf } from '../testing/rawSocket.ts';
import { until } from '../testing/until.ts';
import { createHttpServer, type Answer } from './server.ts';
import { onUpgrade, refuseUpgrade } from './upgrade.ts';

const logged: string[] = [];
const logger = createLogger('test');
logger.error = ((_details: unknown, message: string) => logged.push(message)) as unknown as typeof logger.error;

const answers: Record<string, Answer> = {
  '/throws': () => {
    throw new Error('at once');
  },
  '/rejects': async () => {
    await wait(1);
    throw new Error('later');
  },
  '/half': async (_request, response) => {
    response.writeHead(200).write('half');
    await wait(1);
    throw new Error('after the head');
  },
  '/twice': (_request, response) => {
    response.end('once');
    response.write('twice');
  },
  '/body': async (request, response) => {
    for await (const _ of request);
    response.end('read');
  },
};
let refused = 0;
let server: Server;
let port: number;

beforeAll(async () => {
  const answer: Answer = (request, response, target) =>
    answers[target.path]?.(request, response, target) ?? (response.end(`at ${target.path}`) as never);
  server = createHttpServer({ answer, logger });
  onUpgrade(
    server,
    ({ socket, target }) => {
      refused += 1;
      if (target.path === '/throws') throw new Error('in an upgrade');
      refuseUpgrade(socket, 403, { 'retry-after': '2' });
    },
    logger,
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => void (server.close(resolve), server.closeAllConnections())));
beforeEach(() => logged.splice(0));

const get = (target: string, method = 'GET', lines: string[] = []): Promise<string> =>
  rawAnswer(port, [`${method} ${target} HTTP/1.1`, 'host: x', 'connection: close', ...lines, '', ''].join('\r\n'));

describe('targets', () => {
  test.each([
    ['//', /at \/\/$/],
    ['/a/../b?c', /at \/a\/..\/b$/],
    ['http://x/b?c', /at \/b$/],
    ['*', /^HTTP\/1.1 400 |at \*$/],
    ['http://[', /^HTTP\/1.1 400 /],
    ['http://x:99999/', /^HTTP\/1.1 400 /],
    ['ftp://x/', /^HTTP\/1.1 400 /],
    ['/%', /at \/%$/],
    ['/%00', /at \/%00$/],
  ])('%s', async (target, expected) => {
    expect(await get(target)).toMatch(expected);
    expect(logged).toEqual([]);
  });
});

describe('an answer that fails', () => {
  test.each(['/throws', '/rejects'])('%s: 500, and the log knows it', async (path) => {
    expect(await get(path)).toMatch(/^HTTP\/1.1 500 [^]*internal error/);
    expect(logged).toEqual(['request failed']);
  });
  test('after its head: the connection ends, so that nobody waits', async () => {
    expect(await get('/half')).toMatch(/^HTTP\/1.1 200 /);
    expect(logged).toEqual(['request failed']);
  });
  test('that is written to after its end', async () => expect(await get('/twice')).toMatch(/once/));
});

test('a client that leaves in the middle of its body is no failure of ours', async () => {
  await sendAndReset(port, 'POST /body HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
  expect(await get('/later')).toMatch(/at \/later/);
  expect(logged).toEqual([]);
});

test('CONNECT, an unknown expectation and one that is known', async () => {
  expect(await get('x:1', 'CONNECT')).toBe('');
  expect(await get('/', 'GET', ['expect: something'])).toMatch(/^HTTP\/1.1 417 /);
  expect(await get('/', 'GET', ['expect: 100-continue'])).toMatch(/^HTTP\/1.1 100 Continue/);
});

describe('upgrades', () => {
  test('a refused one that the client resets, on every path', async () => {
    for (let n = 0; n < 40; n += 1) await sendAndReset(port, upgradeOf(n % 2 ? '/' : '/throws'));
    await until('all have come', () => refused >= 40);
    expect(await rawAnswer(port, upgradeOf('/'))).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[^]*retry-after: 2/);
  });
  test('to a malformed target', async () =>
    expect(await rawAnswer(port, upgradeOf('http://['))).toMatch(/^HTTP\/1.1 400 /));
  test('one that fails is ended, and the log knows it', async () => {
    expect(await rawAnswer(port, upgradeOf('/throws'))).toBe('');
    expect(logged).toEqual(['an upgrade failed']);
  });
  test('a client that neither reads nor closes is let go', async () => {
    const socket = rawSocket(port, upgradeOf('/'));
    socket.pause();
    await until(
      'its socket is gone',
      () => new Promise((resolve) => server.getConnections((_error, count) => resolve(count === 0))),
    );
    socket.destroy();
  });
});
