import { startInstance, type Instance } from '../testing/instance.ts';
import { createStorage, type Storage } from './storage.ts';

let instance: Instance;
let storage: Storage;
beforeAll(async () => {
  instance = await startInstance();
  storage = createStorage({ prisma: instance.application.database, wake: { send: () => undefined } });
});
afterAll(() => instance.stop());

const RealDate = Date;
/** As in a process whose clock is wrong; timers go on. */
async function fiveHoursAhead<T>(work: () => Promise<T>): Promise<T> {
  globalThis.Date = class extends RealDate {
    constructor(...parts: unknown[]) {
      super(...((parts.length === 0 ? [RealDate.now() + 5 * 3_600_000] : parts) as [number]));
    }
    static override now = () => RealDate.now() + 5 * 3_600_000;
  } as DateConstructor;
  return work().finally(() => (globalThis.Date = RealDate));
}
const due = async (): Promise<string[]> => (await instance.sql.query('SELECT id FROM outbox WHERE next_at <= now() AND created_at <= now() AND dead_at IS NULL ORDER BY id')).rows.map(({ id }) => id as string);
const message = (id: string) => ({ id, type: 'ticket_closed', aggregateId: id, version: null, payload: {} });

test('a message of a process whose clock is hours ahead is due at once', async () => {
  await fiveHoursAhead(() => storage.transact((tx) => tx.enqueue([message('m_1'), { ...message('m_2'), nextAt: new RealDate(RealDate.now() + 60_000) }])));
  expect(await due()).toEqual(['m_1']);
});

test('so is a dead letter that it replays', async () => {
  await instance.sql.query(`INSERT INTO outbox (id, type, aggregate_id, payload, dead_at) VALUES ('m_3', 'ticket_closed', 'tic_3', '{}', now())`);
  await fiveHoursAhead(() => instance.application.commands.replayDeadLetter('m_3'));
  expect(await due()).toContain('m_3');
});

test('what was handled by it is forgotten when everything of that day is', async () => {
  expect(await fiveHoursAhead(() => storage.transact((tx) => tx.firstTime('m_1', 'test')))).toBe(true);
  expect((await instance.sql.query(`SELECT count(*)::int AS n FROM inbox WHERE handled_at <= now()`)).rows[0].n).toBe(1);
});
