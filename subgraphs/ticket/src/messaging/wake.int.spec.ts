import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import pg from 'pg';
import { createWake } from './wake.ts';
import type { Wake } from './wake.ts';

const rung = (wake: Wake, key: string) => new Promise<void>((resolve) => wake.subscribe(key, resolve));

describeEachBroker('waking', (broker) => {
  let here: Wake;
  let there: Wake;
  beforeAll(async () => {
    [here, there] = await Promise.all([createWake(broker()), createWake(broker())]);
  });
  afterAll(() => Promise.all([here.close(), there.close()]));

  /** A process that subscribes is not there at once; a wake may be lost, so it is sent until it comes. */
  async function until(reached: Promise<void>, send: () => void): Promise<void> {
    const timer = setInterval(send, 20);
    await reached.finally(() => clearInterval(timer));
  }

  test('another process hears it, the own one at once', async () => {
    await until(rung(there, 'ticket:1'), () => here.send(['ticket:1', 'outbox']));
    let own = 0;
    here.subscribe('expert:1', () => (own += 1));
    here.send(['expert:1']);
    expect(own).toBe(1);
  });

  test('more keys than one message takes', async () => {
    const keys = Array.from({ length: 500 }, (_, n) => `ticket:tic_00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
    await Promise.all(keys.map((key) => rung(there, key)).concat(until(rung(there, keys.at(-1)!), () => here.send(keys))));
  });

  test('whoever has gone is not called, and keeps nothing', () => {
    const leave = here.subscribe('ticket:gone', () => {
      throw new Error('called');
    });
    leave();
    here.send(['ticket:gone']);
    expect(here.keys()).not.toContain('ticket:gone');
  });
});

test('a broken LISTEN connection is opened again', async () => {
  const { testDatabase } = await import('@sysops-squad/chassis/testing/testDatabase');
  const database = await testDatabase.empty();
  const errors: Error[] = [];
  const [here, there] = await Promise.all([createWake({ databaseUrl: database.url, onError: (error) => errors.push(error) }), createWake({ databaseUrl: database.url })]);
  const killer = new pg.Client({ connectionString: database.url });
  await killer.connect();
  await killer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ticket wake' AND datname = current_database()`);
  await killer.end();
  const heard = rung(here, 'ticket:2');
  const timer = setInterval(() => there.send(['ticket:2']), 50);
  await heard.finally(() => clearInterval(timer));
  expect(errors.length).toBeGreaterThan(0);
  await Promise.all([here.close(), there.close()]);
  await database.drop();
});
