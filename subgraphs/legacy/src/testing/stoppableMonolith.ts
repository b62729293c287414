import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readEnvironment } from '../../../../monolith/src/environment.ts';
import { start, type Running } from '../../../../monolith/src/start.ts';
import { seededDatabase } from '../../../../monolith/src/testing/monolith.ts';
import { apiKey } from './runningLegacy.ts';

/** A monolith that goes down and comes back at the same address with the same rows. */
export async function stoppableMonolith() {
  const database = await seededDatabase();
  const outbox = await mkdtemp(join(tmpdir(), 'legacy outbox '));
  const up = (port: string): Promise<Running> =>
    start(readEnvironment({ PORT: port, DATABASE_URL_MONOLITH: database.url, MONOLITH_API_KEY: apiKey, NOTIFICATION_OUTBOX_DIR: outbox }), pino({ level: 'silent' }));
  let running: Running | undefined = await up('0');
  const { url } = running;
  const goDown = async () => {
    await running?.stop();
    running = undefined;
  };
  return {
    url,
    goDown,
    comeBack: async () => void (running = await up(new URL(url).port)),
    remove: async () => {
      await goDown();
      await database.drop();
      await rm(outbox, { recursive: true, force: true });
    },
  };
}
