import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSession } from './session.ts';

describe('a session', () => {
  let server: Server;
  let url: string;
  let asked: string[];
  let lifetimeMs: number;
  let failNext: boolean;

  beforeEach(async () => {
    [asked, lifetimeMs, failNext] = [[], 1_000, false];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const { query } = JSON.parse(body) as { query: string };
      const kind = query.includes('login') ? 'login' : query.includes('refreshSession') ? 'refresh' : 'query';
      asked.push(kind);
      const session = { accessToken: `token-${asked.length}`, accessTokenExpiresAt: new Date(Date.now() + lifetimeMs).toISOString(), refreshToken: 'r' };
      const refused = { errors: [{ message: 'not now', extensions: { code: 'UNAVAILABLE' } }] };
      const answer = kind === 'query' ? { data: { ok: true } } : failNext ? refused : { data: { payload: { session, userErrors: [] } } };
      if (kind !== 'query') failNext = false;
      response.end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('renews once, however many wait for it', async () => {
    const session = await openSession({ url, email: 'a@b.example', password: 'p' });
    [lifetimeMs, asked] = [600_000, []];
    await Promise.all([1, 2, 3, 4].map(() => session.request('{ ok }')));
    expect(asked.filter((kind) => kind === 'refresh')).toHaveLength(1);
  });

  it('signs in anew after a renewal that failed', async () => {
    const session = await openSession({ url, email: 'a@b.example', password: 'p' });
    [lifetimeMs, failNext] = [600_000, true];
    await expect(session.request('{ ok }')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(session.request('{ ok }')).resolves.toEqual({ ok: true });
    expect(asked.filter((kind) => kind === 'login')).toHaveLength(2);
  });
});
