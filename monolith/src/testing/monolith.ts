import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { readEnvironment } from '../environment.ts';
import { createSchema, seed } from '../seed/index.ts';
import { start } from '../start.ts';
import type { Row } from './row.ts';

export const TODAY = new Date().toISOString().slice(0, 10);
export const API_KEY = 'a key for the specs';

export type Answer<Body> = { status: number; total: number; body: Body };

/** A copy of a small seeded database. */
export const seededDatabase = () => testDatabase.from('monolith', async (url) => void (await createSchema(url), await seed(url, { today: TODAY, scale: 0.01 })));

/** A running monolith on a database and an outbox of its own. */
export async function runningMonolith(settings: Record<string, string> = {}) {
  const database = await seededDatabase();
  const outbox = await mkdtemp(join(tmpdir(), 'monolith outbox '));
  const environment = readEnvironment({ PORT: '0', DATABASE_URL_MONOLITH: database.url, MONOLITH_API_KEY: API_KEY, NOTIFICATION_OUTBOX_DIR: outbox, ...settings });
  const running = await start(environment, pino({ level: 'silent' }));
  const sql = new pg.Pool({ connectionString: database.url, max: 2 });
  const call = async <Body = Row>(method: string, path: string, body?: unknown): Promise<Answer<Body>> => {
    const init = { method, headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' }, signal: AbortSignal.timeout(10_000) };
    const response = await fetch(`${running.url}/api/${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, total: Number(response.headers.get('x-total-count')), body: (text ? JSON.parse(text) : null) as Body };
  };
  return {
    url: running.url, databaseUrl: database.url, call,
    rows: async (query: string, parameters: unknown[] = []): Promise<Row[]> => (await sql.query(query, parameters)).rows,
    /** Runs a statement in a transaction that stays open until the answered function is called. */
    hold: async (query: string, parameters: unknown[]): Promise<() => Promise<void>> => {
      const client = await sql.connect();
      await client.query('BEGIN');
      await client.query(query, parameters);
      return async () => {
        await client.query('ROLLBACK');
        client.release();
      };
    },
    delivered: async (): Promise<Row[]> => {
      const names = await readdir(outbox);
      return Promise.all(names.sort().map(async (name) => JSON.parse(await readFile(join(outbox, name), 'utf8')) as Row));
    },
    stop: async () => {
      await running.stop();
      await sql.end();
      await database.drop();
      await rm(outbox, { recursive: true, force: true });
    },
  };
}

export type Monolith = Awaited<ReturnType<typeof runningMonolith>>;

/** Waits until the fact is there, for ten seconds at most. */
export async function eventually<Fact>(read: () => Promise<Fact | undefined>): Promise<Fact> {
  for (const giveUp = Date.now() + 10_000; Date.now() < giveUp; ) {
    const fact = await read();
    if (fact !== undefined) return fact;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It has not happened within ten seconds');
}
