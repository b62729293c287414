import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import { openDesk, until } from '../testing/desk.ts';
import { freshDesks } from '../testing/freshDesks.ts';
import { anExpertNode, aWorld } from '../testing/world.ts';

describeEachBroker('workers side by side', (broker) => {
  const open = freshDesks(broker);

  test('two workers side by side: one offer per ticket, nobody booked twice', async () => {
    const desk = await open(Array.from({ length: 5 }, (_, n) => anExpertNode(`exp_${n + 10}`)));
    await Promise.all([desk.work(), desk.work()]);
    const ids = await Promise.all(Array.from({ length: 30 }, () => desk.create()));
    await until('all offered', async () => (await desk.prisma.ticket.count({ where: { status: 'OFFERED' } })) === ids.length);
    await desk.settled();
    expect(await desk.prisma.offer.count()).toBe(ids.length);
    expect(desk.world.sent).toHaveLength(ids.length);
  });
});

describe('across territories', () => {
  test('an expert who serves two is never booked twice, however the decisions race', async () => {
    const both = [{ kind: 'PRIMARY', territory: { id: 'ter_1' } }, { kind: 'SECONDARY', territory: { id: 'ter_2' } }];
    const shared = [0, 1, 2].map((n) => ({ ...anExpertNode(`exp_${n}`), territories: both }));
    const world = aWorld(shared);
    world.territories[1]!.center = { lat: 52.6, lng: 13.5 };
    world.customers.get('cus_1')!.addresses.push({ id: 'adr_2', line1: 'Elbchaussee 2', postcode: '20095' });
    const desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `across${process.pid}` }, world);
    try {
      await Promise.all([desk.work(), desk.work()]);
      const ids = await Promise.all(Array.from({ length: 24 }, (_, n) => desk.create({ addressId: n % 2 ? 'adr_1' : 'adr_2' })));
      await until('all offered', async () => (await desk.prisma.ticket.count({ where: { status: 'OFFERED' } })) === ids.length);
      const offers = await desk.prisma.offer.findMany({ orderBy: [{ expertId: 'asc' }, { startsAt: 'asc' }] });
      const gaps = offers.slice(1).flatMap((next, n) => (next.expertId === offers[n]!.expertId ? [+next.blockedFrom - +offers[n]!.blockedUntil] : []));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
      expect(await desk.prisma.outbox.count({ where: { failures: { gt: 0 } } })).toBe(0);
    } finally {
      await desk.close();
    }
  });
});
