import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import { wipeBroker } from '@sysops-squad/chassis/outbox/testing/outboxFixture';
import { openDesk, until } from '../testing/desk.ts';
import { freshDesks } from '../testing/freshDesks.ts';
import { templates } from '../testing/templates.ts';
import { anExpertNode } from '../testing/world.ts';

describeEachBroker('a ticket while parts are down', (broker) => {
  const open = freshDesks(broker);

  test('payment down: the ticket stays new with a timer, and is offered when payment is back', async () => {
    const desk = await open();
    await desk.work();
    desk.graph.down.add('payment');
    const ticketId = await desk.create();
    await until('a timer', async () => (await desk.prisma.timer.count({ where: { ticketId, kind: 'EXAMINE', doneAt: null } })) === 1);
    expect((await desk.ticket(ticketId)).status).toBe('NEW');
    expect(await desk.sql(`SELECT due_at <= now() + interval '2 seconds' AS soon FROM timer WHERE kind = 'EXAMINE'`)).toEqual([{ soon: true }]);
    desk.graph.down.delete('payment');
    await desk.sql(`UPDATE timer SET due_at = now() WHERE kind = 'EXAMINE'`);
    await desk.offer(ticketId);
  });

  test('monolith down: tickets are offered and accepted; the messages arrive, each once, when it is back', async () => {
    const desk = await open();
    await desk.work();
    await until('a roster', async () => (await desk.prisma.rosterExpert.count()) === 2);
    desk.graph.down.add('monolith');
    const ticketId = await desk.create();
    const offer = await desk.offer(ticketId);
    await desk.commands.acceptOffer(offer.expertId, offer.id);
    await until('a delivery tried', async () => (await desk.prisma.outbox.count({ where: { type: 'deliver_notification', lastError: { not: null } } })) === 2);
    expect(desk.world.sent).toEqual([]);
    desk.graph.down.delete('monolith');
    await desk.settled();
    expect(templates(desk)).toEqual(['OFFER_RECEIVED exp_1', 'TICKET_ACCEPTED cus_1']);
    expect(await desk.prisma.outbox.count({ where: { failures: { gt: 0 } } })).toBe(0);
  });

  test('every message again, newest first: nothing happens twice', async () => {
    const desk = await open();
    await desk.work();
    const ticketId = await desk.create();
    const offer = await desk.offer(ticketId);
    await desk.commands.acceptOffer(offer.expertId, offer.id);
    await desk.settled();
    const before = { ticket: await desk.ticket(ticketId), sent: templates(desk) };
    await desk.sql(`DELETE FROM inbox`);
    await desk.sql(`UPDATE outbox SET acked_at = NULL, next_at = now() - interval '1 minute' * coalesce(version, 100)`);
    await desk.settled();
    expect(await desk.ticket(ticketId)).toEqual(before.ticket);
    expect(new Set(desk.world.sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(before.sent.length);
    expect(await desk.prisma.offer.count()).toBe(1);
  });

  test('the broker is wiped again and again while tickets come in: each is offered or waits for a person, within seconds', async () => {
    const desk = await open(Array.from({ length: 12 }, (_, n) => anExpertNode(`exp_${n + 10}`, { lat: 52.4 + n / 50 })));
    await desk.work();
    const ids: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      ids.push(...(await Promise.all(Array.from({ length: 8 }, () => desk.create()))));
      await wipeBroker(broker());
    }
    const from = Date.now();
    await until('all offered', async () => (await desk.prisma.ticket.count({ where: { status: 'OFFERED' } })) === ids.length);
    expect(Date.now() - from).toBeLessThan(10_000);
    await desk.settled();
    expect(desk.world.sent.filter(({ template }) => template === 'OFFER_RECEIVED')).toHaveLength(ids.length);
  });

  test('a worker that stops in the middle leaves nothing undone for the next one', async () => {
    const desk = await open(Array.from({ length: 8 }, (_, n) => anExpertNode(`exp_${n + 10}`)));
    const first = await desk.work();
    const ids = await Promise.all(Array.from({ length: 20 }, () => desk.create()));
    await until('some offered', async () => (await desk.prisma.offer.count()) > 2);
    await first.stop();
    await desk.work();
    await until('all offered', async () => (await desk.prisma.ticket.count({ where: { status: 'OFFERED' } })) === ids.length);
    expect(await desk.prisma.offer.count({ where: { releasedAt: null } })).toBe(ids.length);
  });
});

describe('sweeper', () => {
  test('a ticket whose message was lost altogether is found', async () => {
    const desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `sweep${process.pid}` });
    try {
      const ticketId = await desk.create();
      await desk.sql('DELETE FROM outbox');
      await desk.sql(`UPDATE ticket SET created_at = now() - interval '1 minute'`);
      await desk.work({ parts: ['timers', 'roster'] });
      await desk.offer(ticketId);
    } finally {
      await desk.close();
    }
  });
});
