import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import { until } from '../testing/desk.ts';
import { freshDesks } from '../testing/freshDesks.ts';
import { anExpertNode } from '../testing/world.ts';

describeEachBroker('offering a ticket', (broker) => {
  const open = freshDesks(broker);

  test('created: covered, offered to the nearer expert, who is told; the decision is kept', async () => {
    const desk = await open();
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
    const desk = await open();
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
    const desk = await open();
    await desk.work();
    const ticketId = await desk.create();
    const first = await desk.offer(ticketId);
    await desk.sql(`UPDATE offer SET expires_at = now()`);
    await desk.sql(`UPDATE timer SET due_at = now() WHERE kind = 'OFFER_EXPIRY'`);
    await until('another offer', async () => (await desk.offers(ticketId)).length === 2);
    expect((await desk.offers(ticketId)).map(({ status }) => status)).toEqual(['EXPIRED', 'OFFERED']);
    expect((await desk.offer(ticketId)).expertId).not.toBe(first.expertId);
  });

  test('nobody has the skill: attention says so; the roster changes, and the ticket is offered', async () => {
    const desk = await open();
    await desk.work({ rosterSyncMs: 300 });
    const ticketId = await desk.create({ productId: 'prd_2' });
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect(await desk.ticket(ticketId)).toMatchObject({ attentionReason: 'NO_EXPERT', attentionSummary: '2 lack the skill' });
    desk.world.experts.push(anExpertNode('exp_3', { skills: ['skl_2'] }));
    expect((await desk.offer(ticketId)).expertId).toBe('exp_3');
  });

  test('nobody can say which skills the product needs: a person must look, nobody is sent; once it can be read an expert is', async () => {
    const desk = await open();
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
    const desk = await open();
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
});
