import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRecorder } from '../record/recorder.ts';
import { createActor } from './actor.ts';

let server: Server;
let answers: ((response: ServerResponse) => void)[];
let seen: { query: string; variables: Record<string, unknown> }[];
let logins: number;

const json = (body: object) => (response: ServerResponse) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
const refusedWith = (code: string) => json({ data: null, errors: [{ message: code, extensions: { code } }] });
const created = json({ data: { createTicket: { ticket: { id: 'tic_1' }, userErrors: [] } } });

async function bodyOf(request: IncomingMessage): Promise<{ query: string; variables: Record<string, unknown> }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString());
}

beforeEach(async () => {
  [answers, seen, logins] = [[], [], 0];
  server = createServer((request, response) => void bodyOf(request).then((body) => {
    if (body.query.includes('mutation Login')) {
      logins += 1;
      return json({ data: { payload: { session: { accessToken: 't', accessTokenExpiresAt: new Date(Date.now() + 300_000).toISOString(), refreshToken: 'r' }, userErrors: [] } } })(response);
    }
    seen.push(body);
    return (answers.shift() ?? created)(response);
  }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => void server.close(resolve)));

async function perform(over = () => false) {
  const recorder = createRecorder();
  const actor = createActor({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, password: 'p', recorder, over }, 'a@b.example');
  const done = await actor.perform('createTicket', 'mutation X { x }', { input: { idempotencyKey: 'k' } }, 'k');
  await actor.close();
  return { done, recorder };
}

test('an answer that does not come is asked for again with the same key, until it is there', async () => {
  answers = [(response) => void response.destroy(), refusedWith('UNAVAILABLE'), (response) => void response.end('<html>')];
  const { done, recorder } = await perform();
  expect(done).toMatchObject({ outcome: 'ok', payload: { ticket: { id: 'tic_1' } } });
  expect(seen.map(({ variables }) => variables)).toEqual(Array(4).fill({ input: { idempotencyKey: 'k' } }));
  expect(recorder.operations).toMatchObject([{ name: 'createTicket', key: 'k', attempts: 4, outcome: 'ok' }]);
});

test('who is told when to come again comes then, not before', async () => {
  answers = [json({ data: null, errors: [{ message: 'm', extensions: { code: 'UNAVAILABLE', retryAfterSeconds: 2 } }] })];
  const { recorder } = await perform();
  const { began, ended } = recorder.operations[0]!;
  expect(ended - began).toBeGreaterThan(1_450);
});

test('a refusal is an answer', async () => {
  answers = [json({ data: { createTicket: { ticket: null, userErrors: [{ code: 'INVALID_INPUT', message: 'm' }] } } })];
  expect((await perform()).done).toMatchObject({ outcome: 'failed', code: 'INVALID_INPUT' });
  answers = [refusedWith('FORBIDDEN')];
  expect((await perform()).done).toMatchObject({ outcome: 'failed', code: 'FORBIDDEN' });
});

test('who is not known any more signs in again', async () => {
  answers = [refusedWith('UNAUTHENTICATED')];
  expect((await perform()).done.outcome).toBe('ok');
  expect(logins).toBe(2);
});

test('what was never answered before the end is unknown', async () => {
  answers = [(response) => void response.destroy()];
  const { done, recorder } = await perform(() => true);
  expect(done.outcome).toBe('unknown');
  expect(recorder.operations).toMatchObject([{ attempts: 1, outcome: 'unknown' }]);
});
