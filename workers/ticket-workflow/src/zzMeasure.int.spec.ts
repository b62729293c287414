import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import { openDesk, until } from './testing/desk.ts';
import { anExpertNode, aWorld } from './testing/world.ts';

describeEachBroker('measure', (broker) => {
  test('latency and throughput', async () => {
    const world = aWorld(Array.from({ length: 900 }, (_, n) => anExpertNode(`exp_${String(n).padStart(6, '0')}`, { lat: 52.3 + (n % 75) / 200, territory: `ter_${1 + (n % 12)}`, skills: Array.from({ length: 8 }, (_, k) => `skl_${(n + k) % 12}`).concat('skl_1') })));
    world.territories = Array.from({ length: 12 }, (_, n) => ({ id: `ter_${n + 1}`, name: `T${n}`, center: { lat: 52.5, lng: 13.4 }, postcodePrefixes: [`${10 + n}`] }));
    const customer = world.customers.get('cus_1')!;
    customer.addresses = Array.from({ length: 12 }, (_, n) => ({ id: `adr_${n}`, line1: 'x', postcode: `${10 + n}115` }));
    const desk = await openDesk(broker(), world);
    await desk.work({ concurrency: Number(process.env['CONC'] ?? 8) });
    await until('roster', async () => (await desk.prisma.rosterExpert.count()) === 900);
    const lat: number[] = [];
    for (let n = 0; n < 25; n += 1) {
      const id = await desk.create({ addressId: `adr_${n % 12}` });
      await until('x', async () => (await desk.ticket(id)).status !== 'NEW');
    }
    await desk.settled();
    const q = async (where: string) => (await desk.sql<{ p50: number; p95: number; max: number; n: number }>(`SELECT count(*)::int n, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) p50, percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) p95, max(ms) FROM (SELECT extract(epoch FROM o.created_at - t.created_at)*1000 ms FROM offer o JOIN ticket t ON t.id=o.ticket_id WHERE ${where}) x`))[0];
    console.log('single', await q('true'));
    const mark = new Date().toISOString();
    const from = Date.now();
    const N = 250;
    const t0 = process.cpuUsage();
    await Promise.all(Array.from({ length: N }, (_, n) => desk.create({ addressId: `adr_${n % 12}` })));
    const created = Date.now() - from;
    await until('all', async () => (await desk.prisma.ticket.count({ where: { status: { in: ['NEW', 'AWAITING_DISPATCH'] } } })) === 0, 120_000);
    const cpu = process.cpuUsage(t0);
    console.log('burst', N, 'created in', created, 'dispatched in', Date.now() - from, await q(`t.created_at >= '${mark}'`), 'cpu s', (cpu.user + cpu.system) / 1e6);
    await desk.settled();
    console.log('all settled', Date.now() - from, await desk.sql(`SELECT status, count(*)::int FROM ticket GROUP BY 1`), await desk.sql('SELECT max(tries)::int, sum(tries)::int, count(*)::int FROM outbox'));
    void lat;
    await desk.close();
  }, 200_000);
});
