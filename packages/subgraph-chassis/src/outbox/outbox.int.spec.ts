import { describeEachBroker } from '../testing/describeEachBroker.ts';
import { acknowledge, failed, renew } from './delivery.ts';
import { TryLater } from './message.ts';
import { inPoolTransaction, sqlOn } from './poolSql.ts';
import { eventually, openOutboxFixture, wipeBroker, type OutboxFixture } from './testing/outboxFixture.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `m${String(index).padStart(3, '0')}`);

describeEachBroker('outbox', (broker) => {
  let outbox: OutboxFixture;
  let queue: string;
  let serial = 0;
  beforeEach(async () => {
    outbox = await openOutboxFixture(broker());
    queue = `q${(serial += 1)}`;
  });
  afterEach(() => outbox.stop());

  const allAcknowledged = () => eventually('all acknowledged', async () => (await outbox.count('acked_at IS NULL')) === 0);

  test('every message has its effect once, and is acknowledged', async () => {
    outbox.relay(queue, { redelivery: { firstMs: 20_000, maxMs: 20_000 } });
    outbox.consumer(queue);
    await outbox.write(...ids(150));
    await allAcknowledged();
    expect((await outbox.effects()).sort()).toEqual(ids(150));
    expect(await outbox.count('tries > 1')).toBe(0);
  });

  test('a handler that leaves nothing to be written: acknowledged all the same, once', async () => {
    let handled = 0;
    outbox.relay(queue);
    outbox.consumer(queue, async () => ((handled += 1), null));
    await outbox.write(...ids(20));
    await allAcknowledged();
    expect(handled).toBe(20);
    expect((await outbox.pool.query('SELECT count(*)::int AS n FROM inbox')).rows[0].n).toBe(20);
  });

  test('a relay that is woken does not wait for its next look, at whatever moment that happens', async () => {
    const relay = outbox.relay(queue, { pollMs: 600_000 });
    outbox.consumer(queue);
    for (const id of ids(15)) {
      await outbox.write(id);
      relay.wake();
    }
    await allAcknowledged();
    expect(await outbox.effects()).toHaveLength(15);
  });

  test('a broker wiped in the middle costs time, and no message', async () => {
    const relay = outbox.relay(queue);
    await outbox.write(...ids(60));
    await eventually('all handed over', async () => (await outbox.count('handed_at IS NULL')) === 0);
    await relay.stop();
    await wipeBroker(broker());
    outbox.relay(queue);
    outbox.consumer(queue);
    await outbox.write('after');
    await allAcknowledged();
    expect((await outbox.effects()).sort()).toEqual(['after', ...ids(60)]);
  });

  test('a broker wiped under a running relay and worker: both go on', async () => {
    outbox.relay(queue);
    outbox.consumer(queue);
    await outbox.write('before');
    await allAcknowledged();
    await wipeBroker(broker());
    await outbox.write(...ids(40));
    await wipeBroker(broker());
    await allAcknowledged();
    expect((await outbox.effects()).sort()).toEqual(['before', ...ids(40)]);
  });

  test('a slow consumer: what still waits in the queue is not put into it once more', async () => {
    outbox.relay(queue, { redelivery: { firstMs: 50, maxMs: 50 } });
    await outbox.write(...ids(5));
    await eventually('overdue for long', async () => (await outbox.count(`handed_at < now() - interval '600 milliseconds'`)) === 5);
    expect(await outbox.count('tries = 1 OR (tries = 2 AND next_at > now())')).toBe(5);
    outbox.consumer(queue);
    await allAcknowledged();
    expect((await outbox.effects()).sort()).toEqual(ids(5));
  });

  test('a message delivered twice, and once more after it is done, has one effect', async () => {
    outbox.consumer(queue);
    await outbox.write('m');
    await outbox.pool.query(`UPDATE outbox SET handed_at = now(), tries = 1, next_at = now() + interval '1 hour'`);
    const add = outbox.broker.queue(queue);
    await add.addAll([1, 2, 3].map((copy) => ({ id: `m-${copy}`, name: 'happened', data: { messageId: 'm' } })));
    await allAcknowledged();
    await add.addAll([{ id: 'm-4', name: 'happened', data: { messageId: 'm' } }]);
    await eventually('queue empty', async () => (await add.depth()) === 0);
    expect(await outbox.effects()).toEqual(['m']);
    await add.close();
  });

  test('a message that two workers have at the same moment, since the first was taken for lost, has one effect', async () => {
    let [started, letGo] = [0, () => undefined as void];
    const both = new Promise<void>((resolve) => (letGo = resolve));
    outbox.relay(queue, { redelivery: { firstMs: 20, maxMs: 20 } });
    outbox.consumer(queue, async (message) => {
      if ((started += 1) === 2) letGo();
      await both;
      return outbox.effect(message);
    }, { leaseMs: 50, handlingMs: 0, maxStarts: 99 });
    await outbox.write('m');
    await allAcknowledged();
    await outbox.stopWorkers();
    expect(started).toBeGreaterThan(1);
    expect(await outbox.effects()).toEqual(['m']);
  });

  test('messages that arrive newest first all have their effect', async () => {
    outbox.consumer(queue);
    await outbox.write(...ids(20));
    await outbox.pool.query(`UPDATE outbox SET handed_at = now(), tries = 1, next_at = now() + interval '1 hour'`);
    const add = outbox.broker.queue(queue);
    await add.addAll(ids(20).reverse().map((id) => ({ id: `${id}-1`, name: 'happened', data: { messageId: id } })));
    await allAcknowledged();
    expect((await outbox.effects()).sort()).toEqual(ids(20));
    await add.close();
  });

  test('a worker that dies after the effect and before its end leaves neither effect nor acknowledgement, and another does both', async () => {
    let deaths = 0;
    const dying = async () => async (tx: Parameters<NonNullable<Awaited<ReturnType<typeof outbox.effect>>>>[0]) => {
      await tx.query(`INSERT INTO effect VALUES ('m')`);
      if ((deaths += 1) === 1) await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    };
    outbox.relay(queue);
    outbox.consumer(queue, dying);
    await outbox.write('m');
    await allAcknowledged();
    expect(deaths).toBe(2);
    expect(await outbox.effects()).toEqual(['m']);
  });

  test('a message that is started and never finished comes again when its lease is over, and is dead at the fourth start', async () => {
    let starts = 0;
    let letGo = () => undefined as void;
    const never = new Promise<never>((_, reject) => (letGo = () => reject(new Error('over'))));
    never.catch(() => undefined);
    outbox.relay(queue, { redelivery: { firstMs: 50, maxMs: 50 } });
    outbox.consumer(queue, () => ((starts += 1), never), { leaseMs: 100, handlingMs: 0, maxStarts: 3 });
    await outbox.write('poison');
    await eventually('dead', async () => (await outbox.count('dead_at IS NOT NULL')) === 1);
    expect(starts).toBe(3);
    expect((await outbox.pool.query('SELECT last_error FROM outbox')).rows[0].last_error).toMatch(/started 3 times/);
    letGo();
  });

  test('a message that fails for good is dead after the last failure, with its error; a replay delivers it', async () => {
    let broken = true;
    outbox.relay(queue, { redelivery: { firstMs: 50, maxMs: 50 } });
    const failing = async (message: { id: string }) => {
      if (broken) throw new Error('no such thing');
      return outbox.effect(message as never);
    };
    outbox.consumer(queue, failing, { maxFailures: 3, retry: { firstMs: 20, maxMs: 20 } });
    await outbox.write('m');
    await eventually('dead', async () => (await outbox.count(`dead_at IS NOT NULL AND failures = 3 AND last_error = 'no such thing'`)) === 1);
    expect(await outbox.effects()).toEqual([]);
    broken = false;
    await outbox.pool.query('UPDATE outbox SET dead_at = NULL, failures = 0, starts = 0, handed_at = NULL, next_at = now()');
    await allAcknowledged();
    expect(await outbox.effects()).toEqual(['m']);
  });

  test('"try later" comes again until it works, and never counts as failed', async () => {
    let tries = 0;
    outbox.relay(queue, { redelivery: { firstMs: 50, maxMs: 50 } });
    const late: typeof outbox.effect = async (message) => {
      if ((tries += 1) < 5) throw new TryLater('the other side is down', 10);
      return outbox.effect(message);
    };
    outbox.consumer(queue, late, { maxFailures: 2 });
    await outbox.write('m');
    await allAcknowledged();
    expect(tries).toBe(5);
    expect(await outbox.count('failures > 0')).toBe(0);
  });

  test('a slow handler in a living process has its message to itself, however short the lease', async () => {
    let started = 0;
    const leased = async () => (await outbox.pool.query<{ at: Date }>('SELECT next_at AS at FROM outbox')).rows[0]!.at.getTime();
    outbox.relay(queue, { redelivery: { firstMs: 50, maxMs: 50 } });
    outbox.consumer(queue, async (message) => {
      started += 1;
      const until = await leased();
      await eventually('renewed well beyond the first lease', async () => (await leased()) > until + 1_200);
      return outbox.effect(message);
    }, { leaseMs: 3_000 });
    await outbox.write('m');
    await allAcknowledged();
    expect(started).toBe(1);
    expect(await outbox.count('tries = 1')).toBe(1);
    expect(await outbox.effects()).toEqual(['m']);
  });

  test('a message that was given back is left alone by its lease', async () => {
    outbox.consumer(queue, () => Promise.reject(new TryLater('down', 60_000)), { leaseMs: 60 });
    await outbox.write('m');
    await outbox.pool.query('UPDATE outbox SET handed_at = now()');
    const add = outbox.broker.queue(queue);
    await add.addAll([{ id: 'm-1', name: 'happened', data: { messageId: 'm' } }]);
    await eventually('given back', async () => (await outbox.count(`last_error = 'down'`)) === 1);
    await renew({ sql: sqlOn(outbox.pool), leaseMs: 60 }, ['m']);
    await add.close();
    expect(await outbox.count(`next_at > now() + interval '50 seconds'`)).toBe(1);
  });

  test('the more wait for another process that is down, the less often each of them asks', async () => {
    await outbox.write(...ids(500));
    const down = (id: string) => failed({ sql: sqlOn(outbox.pool) }, id, new Error('down'), { counts: false });
    const waits = async (id: string) => (await outbox.pool.query<{ s: number }>('SELECT extract(epoch FROM next_at - now())::float AS s FROM outbox WHERE id = $1', [id])).rows[0]!.s;
    await down('m000');
    expect(await waits('m000')).toBeLessThan(0.6);
    await outbox.pool.query(`UPDATE outbox SET last_error = 'down', next_at = now() + interval '30 seconds' WHERE id > 'm001'`);
    await outbox.pool.query(`UPDATE outbox SET next_at = now() + interval '8 hours' WHERE id > 'm450'`);
    await down('m001');
    const seconds = await waits('m001');
    expect(seconds).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(4.6);
  });

  test('a message that fails by itself waits twice as long each time', async () => {
    await outbox.write('m');
    for (const seconds of [0.5, 1, 2, 4]) {
      // In one transaction it is always now.
      const rows = await inPoolTransaction(outbox.pool, async (client) => {
        await failed({ sql: sqlOn(client) }, 'm', new Error('no such thing'), { counts: true });
        return sqlOn(client)('SELECT extract(epoch FROM next_at - now())::float AS s FROM outbox');
      });
      expect(rows).toEqual([{ s: expect.closeTo(seconds, 2) as number }]);
    }
  });

  test('no more than the ceiling is with the broker at once, and what waits for a retry does not use it up', async () => {
    outbox.relay(queue, { maxInFlight: 7, redelivery: { firstMs: 60_000, maxMs: 60_000 } });
    await outbox.write(...ids(30));
    await eventually('ceiling reached', async () => (await outbox.count('handed_at IS NOT NULL')) === 7);
    await outbox.pool.query(`UPDATE outbox SET handed_at = NULL WHERE handed_at IS NOT NULL`);
    await eventually('seven more', async () => (await outbox.count('handed_at IS NOT NULL')) === 7);
    expect(await outbox.count('tries > 0')).toBe(14);
  });

  test('of two acknowledgements at the same moment one is the first', async () => {
    await outbox.write('m');
    const fresh = await Promise.all(
      [1, 2, 3, 4].map(() => inPoolTransaction(outbox.pool, (tx) => acknowledge(sqlOn(tx), 'm', 'test'))),
    );
    expect(fresh.filter(Boolean)).toHaveLength(1);
  });
  test('patient messages let the others pass', async () => {
    await outbox.write(...ids(40));
    await outbox.pool.query(`UPDATE outbox SET type = 'telling', next_at = now() - interval '1 minute' WHERE id < 'm030'`);
    outbox.relay(queue, { maxInFlight: 20, patient: ['telling'] });
    await eventually('the others are handed over', async () => (await outbox.count(`handed_at IS NOT NULL AND type <> 'telling'`)) === 10);
    expect(await outbox.count(`handed_at IS NOT NULL AND type = 'telling'`)).toBeLessThanOrEqual(10);
    outbox.consumer(queue);
    await eventually('the others are done', async () => (await outbox.count(`acked_at IS NULL AND type <> 'telling'`)) === 0);
  });
});
