import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { wipeBroker } from '@sysops-squad/chassis/outbox/testing/outboxFixture';
import { examineTicket } from './dispatch/examineTicket.ts';
import { openDesk, until, type Desk } from './testing/desk.ts';
import { anExpertNode, aWorld } from './testing/world.ts';

const templates = (desk: Desk) => desk.world.sent.map(({ template, recipientId }) => `${String(template)} ${String(recipientId)}`).sort();

describeEachBroker('ticket workflow', (broker) => {
  let desk: Desk;
  /** Made while the test before runs. */
  let nextDatabase: Promise<TestDatabase> | undefined;
  const open = async (...parameters: Parameters<typeof aWorld>) => {
    const database = nextDatabase ?? testDatabase('ticket');
    await database;
    nextDatabase = testDatabase('ticket');
    desk = await openDesk(broker(), aWorld(...parameters), database);
    return desk;
  };
  afterEach(() => desk.close());
  afterAll(async () => (await nextDatabase)?.drop());

  test('created: covered, offered to the nearer expert, who is told; the decision is kept', async () => {
    await open();
    await desk.work();
    const ticketId = await desk.create();
    const offer = await desk.offer(ticketId);
    await desk.settled();
    expect(offer.expertId).toBe('exp_1');
    expect(await desk.ticket(ticketId)).toMatchObject({ status: 'OFFERED', contractId: 'con_1', territoryId: 'ter_1', postcode: '10115' });
    const [attempt] = await desk.prisma.dispatchAttempt.findMany({ where: { ticketId } });
    expect(attempt).toMatchObject({ attempt: 1, policyVersion: 2, offerId: offer.id, snapshotDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(attempt?.runnersUp).toEqual([{ expertId: 'exp_2', totalPenalty: expect.any(Number), neededBy: null }]);
    expect(desk.world.sent).toEqual([expect.objectContaining({ template: 'OFFER_RECEIVED', recipientId: 'exp_1', address: 'exp_1@sysops.example' })]);
    expect(await desk.sql('SELECT kind FROM expert_feed')).toEqual([{ kind: 'RECEIVED' }]);
  });

  test('refused: the next expert, never the same one; after the last, attention with the rejections added up', async () => {
    await open();
    await desk.work();
    const ticketId = await desk.create();
    const first = await desk.offer(ticketId);
    await desk.commands.refuseOffer(first.expertId, { offerId: first.id, reason: 'TOO_FAR', note: null });
    await until('another offer', async () => (await desk.offers(ticketId)).length === 2);
    const second = await desk.offer(ticketId);
    expect(second.expertId).not.toBe(first.expertId);
    await desk.commands.refuseOffer(second.expertId, { offerId: second.id, reason: 'UNAVAILABLE', note: null });
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect(await desk.ticket(ticketId)).toMatchObject({ attentionReason: 'NO_EXPERT', attentionSummary: '2 have refused or not answered' });
  });

  test('expired: the next expert', async () => {
    await open();
    await desk.work();
    const ticketId = await desk.create();
    const first = await desk.offer(ticketId);
    await desk.sql(`UPDATE offer SET expires_at = now()`);
    await desk.sql(`UPDATE timer SET due_at = now() WHERE kind = 'OFFER_EXPIRY'`);
    await until('another offer', async () => (await desk.offers(ticketId)).length === 2);
    expect((await desk.offers(ticketId)).map(({ status }) => status)).toEqual(['EXPIRED', 'OFFERED']);
    expect((await desk.offer(ticketId)).expertId).not.toBe(first.expertId);
  });

  test('accepted, travelled, fixed: the customer hears each step once, is invited once, and the answer closes the ticket', async () => {
    await open();
    await desk.work();
    const ticketId = await desk.create();
    const offer = await desk.offer(ticketId);
    await desk.commands.acceptOffer(offer.expertId, offer.id);
    await desk.commands.startTravel(offer.expertId, offer.visitId);
    await desk.commands.arriveOnSite(offer.expertId, offer.visitId);
    const publishArticle = { title: 'Picture gone', body: 'Change the fuse.', tags: ['tv'] };
    await desk.commands.completeVisit(offer.expertId, { visitId: offer.visitId, outcome: 'FIXED', notes: 'New fuse.', publishArticle });
    await until('an invitation', async () => desk.world.sent.some(({ template }) => template === 'SURVEY_INVITATION'));
    await desk.settled();
    expect(templates(desk)).toEqual(['EXPERT_ON_THE_WAY cus_1', 'OFFER_RECEIVED exp_1', 'SURVEY_INVITATION cus_1', 'TICKET_ACCEPTED cus_1']);
    expect(desk.world.sent.find(({ template }) => template === 'SURVEY_INVITATION')?.['body']).toContain(`https://squad.example/survey/token-of-${ticketId}`);
    expect(desk.world.sent.find(({ template }) => template === 'TICKET_ACCEPTED')?.['body']).toMatch(/Expert exp_1 will be with you on .* between/);
    expect(desk.world.invited).toEqual([expect.objectContaining({ idempotencyKey: ticketId })]);
    expect(desk.world.published).toEqual([expect.objectContaining({ title: 'Picture gone', authorExpertId: 'exp_1' })]);
    desk.world.answered.push({ ticketNumber: (await desk.ticket(ticketId)).number, rating: 5 });
    await desk.status(ticketId, 'CLOSED');
    expect((await desk.ticket(ticketId)).rating).toBe(5);
  });

  test('not fixed: a follow-up visit is offered; nobody at home: on hold, and told', async () => {
    await open();
    await desk.work();
    const ticketId = await desk.create();
    const visit = async (outcome: 'FOLLOW_UP_NEEDED' | 'NO_ENTRY') => {
      const offer = await desk.offer(ticketId);
      await desk.commands.acceptOffer(offer.expertId, offer.id);
      await desk.commands.startTravel(offer.expertId, offer.visitId);
      await desk.commands.arriveOnSite(offer.expertId, offer.visitId);
      await desk.waited(offer.visitId);
      await desk.commands.completeVisit(offer.expertId, { visitId: offer.visitId, outcome, notes: null, publishArticle: null });
    };
    await visit('FOLLOW_UP_NEEDED');
    await visit('NO_ENTRY');
    await desk.settled();
    expect((await desk.ticket(ticketId)).status).toBe('ON_HOLD');
    expect(new Set((await desk.offers(ticketId)).map(({ visitId }) => visitId)).size).toBe(2);
    expect(templates(desk)).toEqual(expect.arrayContaining(['FOLLOW_UP_PLANNED cus_1', 'NOBODY_AT_HOME cus_1']));
    expect(desk.world.invited).toEqual([]);
  });

  test('cannot arrive, from the way: the customer hears at once, the freed time serves another ticket, and somebody else comes', async () => {
    await open();
    await desk.work();
    const window = { start: new Date(Date.now() + 3 * 3_600_000), end: new Date(Date.now() + 5 * 3_600_000) };
    const ticketId = await desk.create({ windows: [window] });
    const first = await desk.offer(ticketId);
    await desk.commands.acceptOffer('exp_1', first.id);
    await desk.commands.startTravel('exp_1', first.visitId);
    for (const _ of [1, 2]) expect(await desk.commands.cannotArrive('exp_1', { visitId: first.visitId, reason: 'A flat tyre.' })).toMatchObject({ ticket: { id: ticketId } });
    const second = await desk.offer(ticketId);
    expect(second).toMatchObject({ expertId: 'exp_2', visitId: first.visitId });
    const other = await desk.create({ windows: [window] });
    expect((await desk.offer(other)).expertId).toBe('exp_1');
    await desk.settled();
    expect(templates(desk).filter((line) => line.endsWith('cus_1'))).toEqual(['EXPERT_ON_THE_WAY cus_1', 'REPLACEMENT_SOUGHT cus_1', 'TICKET_ACCEPTED cus_1']);
    await desk.commands.refuseOffer('exp_2', { offerId: second.id, reason: 'OTHER', note: null });
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect((await desk.ticket(ticketId)).attentionSummary).toBe('2 have refused or not answered');
  });

  test('another product: the expert is given free, coverage is checked again, and somebody who knows that product comes', async () => {
    await open([anExpertNode('exp_1'), anExpertNode('exp_2', { skills: ['skl_2'] })]);
    await desk.work();
    const ticketId = await desk.create();
    const offer = await desk.offer(ticketId);
    expect(offer.expertId).toBe('exp_1');
    await desk.commands.acceptOffer('exp_1', offer.id);
    const change = (productId: string) => desk.commands.updateTicket({ kind: 'OPERATIVE', id: 'usr_2' }, ticketId, { description: null, priority: null, windows: null, productId });
    await change('prd_2');
    expect((await desk.offer(ticketId)).expertId).toBe('exp_2');
    expect(await desk.ticket(ticketId)).toMatchObject({ productId: 'prd_2', productName: 'Boreal Fridge', contractId: 'con_1' });
    desk.world.contracts.delete('cus_1 prd_1');
    await change('prd_1');
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect(await desk.ticket(ticketId)).toMatchObject({ attentionReason: 'NOT_COVERED', contractId: null, expertId: null });
    await change('prd_9');
    await until('unknown', async () => (await desk.ticket(ticketId)).attentionReason === 'UNKNOWN_PRODUCT');
    expect(await desk.prisma.offer.count({ where: { ticketId, releasedAt: null } })).toBe(0);
  });

  test('another product while the old one is being looked up: what was found out about the old one does not count', async () => {
    await open([anExpertNode('exp_2', { skills: ['skl_2'] })]);
    await desk.work({ parts: ['roster'] });
    await until('a roster', async () => (await desk.prisma.rosterProduct.count()) === 2);
    const ticketId = await desk.create();
    const { workflow } = await desk.work({ parts: [] });
    const settle = await examineTicket(workflow, ticketId);
    await desk.commands.updateTicket({ kind: 'CUSTOMER', id: 'cus_1' }, ticketId, { description: null, priority: null, windows: null, productId: 'prd_2' });
    await workflow.storage.transact(settle);
    expect(await desk.ticket(ticketId)).toMatchObject({ status: 'NEW', productId: 'prd_2' });
    await desk.work({ parts: ['timers'] });
    expect((await desk.offer(ticketId)).expertId).toBe('exp_2');
  });

  test('nobody can stand in for the expert before the promised time: the customer hears that too, once', async () => {
    await open([anExpertNode('exp_1')]);
    await desk.work();
    const ticketId = await desk.create();
    const offer = await desk.offer(ticketId);
    await desk.commands.acceptOffer('exp_1', offer.id);
    await desk.commands.cannotArrive('exp_1', { visitId: offer.visitId, reason: 'A flat tyre.' });
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    await desk.settled();
    expect(desk.world.sent.find(({ template }) => template === 'REPLACEMENT_SOUGHT')?.['body']).toMatch(/Somebody was to be with you by .*; should that not be possible, you hear from us/);
    await desk.sql(`UPDATE ticket SET arrive_by = now() - interval '1 second'`);
    for (const _ of [1, 2]) {
      await desk.sql(`UPDATE timer SET due_at = now(), done_at = NULL WHERE kind = 'SLA'`);
      await until('the timers have fired', async () => (await desk.prisma.timer.count({ where: { kind: 'SLA', doneAt: null } })) === 0);
      await desk.settled();
    }
    expect(templates(desk).filter((line) => line.endsWith('cus_1'))).toEqual(['DELAYED cus_1', 'REPLACEMENT_SOUGHT cus_1', 'TICKET_ACCEPTED cus_1']);
  });

  test('nobody has the skill: attention says so; the roster changes, and the ticket is offered', async () => {
    await open();
    await desk.work({ rosterSyncMs: 300 });
    const ticketId = await desk.create({ productId: 'prd_2' });
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect(await desk.ticket(ticketId)).toMatchObject({ attentionReason: 'NO_EXPERT', attentionSummary: '2 lack the skill' });
    desk.world.experts.push(anExpertNode('exp_3', { skills: ['skl_2'] }));
    expect((await desk.offer(ticketId)).expertId).toBe('exp_3');
  });

  test('nobody can say which skills the product needs: a person must look, nobody is sent; once it can be read an expert is', async () => {
    await open();
    const product = desk.world.products[0]!;
    const skills = product.requiredSkills;
    product.requiredSkills = null;
    await desk.work({ rosterSyncMs: 300 });
    const ticketId = await desk.create();
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect(await desk.ticket(ticketId)).toMatchObject({ attentionReason: 'UNKNOWN_PRODUCT', attentionSummary: expect.stringMatching(/skills .* cannot be read/) });
    expect(await desk.offers(ticketId)).toEqual([]);
    product.requiredSkills = skills;
    expect((await desk.offer(ticketId)).expertId).toBe('exp_1');
  });

  test('a product becomes unreadable while its ticket is offered: the next expert is not asked by what was known before', async () => {
    await open();
    await desk.work({ rosterSyncMs: 300 });
    const ticketId = await desk.create();
    const offer = await desk.offer(ticketId);
    desk.world.products[0]!.requiredSkills = null;
    await until('marked', async () => (await desk.prisma.rosterProduct.count({ where: { skillsKnown: false } })) === 1);
    await desk.commands.refuseOffer(offer.expertId, { offerId: offer.id, reason: 'TOO_FAR', note: null });
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect(await desk.ticket(ticketId)).toMatchObject({ attentionReason: 'UNKNOWN_PRODUCT' });
    expect(await desk.offers(ticketId)).toHaveLength(1);
  });

  test.each([
    ['not covered', 'NOT_COVERED', { customerId: 'cus_2' }],
    ['an unknown product', 'UNKNOWN_PRODUCT', { productId: 'prd_9' }],
    ['an address of somebody else', 'UNKNOWN_ADDRESS', { addressId: 'adr_9' }],
    ['an address that nobody serves', 'OUTSIDE_TERRITORIES', { addressId: 'adr_far' }],
  ])('%s: a person must look', async (_, reason, input) => {
    await open();
    await desk.work();
    const ticketId = await desk.create(input);
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect((await desk.ticket(ticketId)).attentionReason).toBe(reason);
    expect(await desk.offers(ticketId)).toEqual([]);
  });

  test('cancelled: the expert is free at once, and the ticket that waited for one gets that very expert', async () => {
    await open([anExpertNode('exp_1')]);
    await desk.work();
    const window = { start: new Date(Date.now() + 3 * 3_600_000), end: new Date(Date.now() + 5 * 3_600_000) };
    const first = await desk.create({ windows: [window] });
    const offer = await desk.offer(first);
    await desk.commands.acceptOffer('exp_1', offer.id);
    const second = await desk.create({ windows: [window] });
    await desk.status(second, 'NEEDS_ATTENTION');
    expect((await desk.ticket(second)).attentionSummary).toBe('1 is booked');
    await desk.cancel(first);
    expect((await desk.offer(second)).expertId).toBe('exp_1');
    await desk.settled();
    expect(templates(desk)).toEqual(expect.arrayContaining(['TICKET_CANCELLED cus_1', 'VISIT_CANCELLED exp_1']));
  });

  test('payment down: the ticket stays new with a timer, and is offered when payment is back', async () => {
    await open();
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
    await open();
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
    await open();
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
    await open(Array.from({ length: 12 }, (_, n) => anExpertNode(`exp_${n + 10}`, { lat: 52.4 + n / 50 })));
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
    await open(Array.from({ length: 8 }, (_, n) => anExpertNode(`exp_${n + 10}`)));
    const first = await desk.work();
    const ids = await Promise.all(Array.from({ length: 20 }, () => desk.create()));
    await until('some offered', async () => (await desk.prisma.offer.count()) > 2);
    await first.stop();
    await desk.work();
    await until('all offered', async () => (await desk.prisma.ticket.count({ where: { status: 'OFFERED' } })) === ids.length);
    expect(await desk.prisma.offer.count({ where: { releasedAt: null } })).toBe(ids.length);
  });

  test('two workers side by side: one offer per ticket, nobody booked twice', async () => {
    await open(Array.from({ length: 5 }, (_, n) => anExpertNode(`exp_${n + 10}`)));
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
    const shared = [0, 1, 2].map((n) => ({ ...anExpertNode(`exp_${n}`), territories: [{ id: 'ter_1', kind: 'PRIMARY' }, { id: 'ter_2', kind: 'SECONDARY' }] }));
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
