import { describeEachBroker } from '@sysops-squad/chassis/testing/describeEachBroker';
import { examineTicket } from '../dispatch/examineTicket.ts';
import { until } from '../testing/desk.ts';
import { freshDesks } from '../testing/freshDesks.ts';
import { anExpertNode } from '../testing/world.ts';

describeEachBroker('what a ticket is covered for', (broker) => {
  const open = freshDesks(broker);

  test('another product: the expert is given free, coverage is checked again, and somebody who knows that product comes', async () => {
    const desk = await open([anExpertNode('exp_1'), anExpertNode('exp_2', { skills: ['skl_2'] })]);
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
    const desk = await open([anExpertNode('exp_2', { skills: ['skl_2'] })]);
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

  test.each([
    ['not covered', 'NOT_COVERED', { customerId: 'cus_2', addressId: 'adr_2' }],
    ['neither covered nor the own address', 'UNKNOWN_ADDRESS', { customerId: 'cus_2', addressId: 'adr_1' }],
    ['an unknown customer', 'UNKNOWN_CUSTOMER', { customerId: 'cus_none' }],
    ['an unknown product', 'UNKNOWN_PRODUCT', { productId: 'prd_9' }],
    ['an address of somebody else', 'UNKNOWN_ADDRESS', { addressId: 'adr_9' }],
    ['an address that nobody serves', 'OUTSIDE_TERRITORIES', { addressId: 'adr_far' }],
  ])('%s: a person must look', async (_, reason, input) => {
    const desk = await open();
    await desk.work();
    const ticketId = await desk.create(input);
    await desk.status(ticketId, 'NEEDS_ATTENTION');
    expect((await desk.ticket(ticketId)).attentionReason).toBe(reason);
    expect(await desk.offers(ticketId)).toEqual([]);
  });
});
