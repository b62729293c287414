import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { until } from '@sysops-squad/chassis/testing/until';
import { post } from './post.ts';
import { limitTime } from './timeLimit.ts';

let server: Server;
let pool: Pool;
let handle: RequestListener;
let closed = 0;
let begun = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    begun += 1;
    response.on('close', () => (closed += response.writableFinished ? 0 : 1));
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1, maxResponseSize: 1_000 });
});
beforeEach(() => void (closed = begun = 0));
afterAll(async () => {
  await pool.destroy();
  server.close();
});

const send = (signal = new AbortController().signal) => post(pool, { path: '/graphql', headers: { 'x-who': 'me' }, body: '{}', limit: limitTime(60_000, signal) });

test('sends path, headers and body; gives status, headers and text', async () => {
  handle = (request, response) => void request.toArray().then((body) => response.writeHead(418, { 'x-told': `${request.method} ${request.url} ${request.headers['x-who']} ${Buffer.concat(body)}` }).end('tea'));
  const { status, headers, bytes } = await send();
  expect([status, headers['x-told'], bytes.toString()]).toEqual([418, 'POST /graphql me {}', 'tea']);
});

test('puts together what comes in pieces, wherever it was cut', async () => {
  const bytes = Buffer.from('Müller für Köln');
  handle = (_, response) => {
    response.write(bytes.subarray(0, 2));
    setTimeout(() => response.end(bytes.subarray(2)), 20);
  };
  expect((await send()).bytes.toString()).toBe('Müller für Köln');
});

test('gives the memory of an answer back when it is told to', async () => {
  handle = (_, response) => response.end('x'.repeat(900));
  const { bytes, letGo } = await send();
  letGo();
  expect(bytes.length).toBe(900);

  const large = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  handle = (_, response) => response.end('x'.repeat(9_000));
  const answer = await post(large, { path: '/', headers: {}, body: '{}', limit: limitTime(60_000) });
  expect(answer.bytes.toString()).toBe('x'.repeat(9_000));
  answer.letGo();
  expect(answer.bytes.length).toBe(0);
  expect((await post(large, { path: '/', headers: {}, body: '{}', limit: limitTime(60_000) })).bytes.toString()).toBe('x'.repeat(9_000));
  await large.destroy();
});

test('lets go of a call whose time is over: before it begins, while it waits for a connection, and in the middle of the answer', async () => {
  await expect(send(AbortSignal.abort(new Error('over')))).rejects.toThrow('over');

  const [first, second] = [new AbortController(), new AbortController()];
  handle = (_, response) => void response.write('{');
  const [answering, waiting] = [send(first.signal), send(second.signal)];
  await until('the first is being answered', () => begun === 1);
  second.abort(new Error('waited too long'));
  await expect(waiting).rejects.toThrow('waited too long');
  first.abort(new Error('took too long'));
  await expect(answering).rejects.toThrow('took too long');
  await until('the connection is closed', () => closed === 1);
  handle = (_, response) => response.end('next');
  expect((await send()).bytes.toString()).toBe('next');
  expect(begun).toBe(2);
});

test('says what went wrong', async () => {
  handle = (_, response) => response.end('x'.repeat(1_001));
  await expect(send()).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
  handle = (request) => request.socket.destroy();
  await expect(send()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
});
