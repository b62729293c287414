import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import { until } from '../testing/desk.ts';
import { freshDesks } from '../testing/freshDesks.ts';
import { templates } from '../testing/templates.ts';
import { visit } from '../testing/visit.ts';
import { anExpertNode } from '../testing/world.ts';

describeEachBroker('visits of a ticket', (broker) => {
  const open = freshDesks(broker);

  test('accepted, travelled, fixed: the customer hears each step once, is invited once, and the answer closes the ticket', async () => {
    const desk = await open();
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
    const desk = await open();
    await desk.work();
    const ticketId = await desk.create();
    await visit(desk, ticketId, 'FOLLOW_UP_NEEDED');
    await visit(desk, ticketId, 'NO_ENTRY');
    await desk.settled();
    expect((await desk.ticket(ticketId)).status).toBe('ON_HOLD');
    expect(new Set((await desk.offers(ticketId)).map(({ visitId }) => visitId)).size).toBe(2);
    expect(templates(desk)).toEqual(expect.arrayContaining(['FOLLOW_UP_PLANNED cus_1', 'NOBODY_AT_HOME cus_1']));
    expect(desk.world.invited).toEqual([]);
  });

  test('cannot arrive, from the way: the customer hears at once, the freed time serves another ticket, and somebody else comes', async () => {
    const desk = await open();
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

  test('nobody can stand in for the expert before the promised time: the customer hears that too, once', async () => {
    const desk = await open([anExpertNode('exp_1')]);
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

  test('cancelled: the expert is free at once, and the ticket that waited for one gets that very expert', async () => {
    const desk = await open([anExpertNode('exp_1')]);
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
});
