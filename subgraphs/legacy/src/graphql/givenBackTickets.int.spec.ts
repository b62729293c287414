import type { Caller } from '@sysops-squad/chassis/caller';
import { days, ticketsOn, wish } from '../testing/givenBackTickets.ts';
import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

/** What ticket has taken over, and what comes back when it is taken off supergraph.yaml. */
let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const { create, newTicket, offered } = ticketsOn(() => legacy);
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

const detail = `id number status priority description createdAt windows { start end } product { id name requiredSkills { skill { name } level } } customer { id name phone }
  address { line1 city postcode } contract { id plan { name } } expert { id name phone skills { skill { name } level } } visit { id status scheduledStart scheduledEnd outcome notes expert { id } ticket { id } }
  attention { reason summary since } sla { respondBy } resolution
  history(first: 50) { edges { node { sequence at actor { kind id } fromStatus toStatus reason } } } comments(first: 20) { edges { node { id author { kind id } body visibility createdAt } } }`;

describe('createTicket', () => {
  it('stores it for a customer, with the contract that covers it', async () => {
    const { data } = await create(wish);
    expect(data.createTicket).toEqual({
      ticket: {
        id: expect.stringMatching(/^tic_/), number: expect.stringMatching(/^SYS-\d+$/), status: 'NEW', priority: 'P3', product: { id: 'prd_000001', name: 'HP Pavilion' },
        customer: { id: 'cus_000001', name: 'Carla Custer' }, contract: { id: 'con_000001' }, windows: wish.windows,
      },
      userErrors: [],
    });
  });

  it('stores it for an operative on a customer’s behalf', async () => {
    const { data } = await create({ ...wish, onBehalfOf: 'cus_000002', addressId: 'adr_000002', windows: null }, 'operative');
    expect(data.createTicket).toMatchObject({ ticket: { customer: { id: 'cus_000002' }, windows: [] }, userErrors: [] });
    const history = await ask('operative', `{ ticket(id: "${data.createTicket.ticket.id}") { history { edges { node { sequence actor { kind id } toStatus } } } } }`);
    expect(history.data.ticket.history.edges[0].node).toEqual({ sequence: 1, actor: { kind: 'OPERATIVE', id: 'usr_000002' }, toStatus: 'NEW' });
  });

  it.each<[string, string, object, CallerName]>([
    ['INVALID_INPUT', 'onBehalfOf', {}, 'operative'],
    ['INVALID_INPUT', 'onBehalfOf', { onBehalfOf: 'cus_000002' }, 'customer'],
    ['INVALID_INPUT', 'addressId', { addressId: 'adr_000002' }, 'customer'],
    ['INVALID_INPUT', 'productId', { productId: 'prd_none' }, 'customer'],
    ['INVALID_INPUT', 'description', { description: ' ' }, 'customer'],
    ['INVALID_INPUT', 'windows[0].start', { windows: [{ start: days(-2), end: days(-1.7) }] }, 'customer'],
    ['UNSUPPORTED_BY_MONOLITH', 'windows[1]', { windows: [...wish.windows, { start: days(3), end: days(3.3) }] }, 'customer'],
  ])('refuses with %s at %s', async (code, field, change, caller) => {
    const before = await legacy.monolith.rows('SELECT count(*) FROM ticket');
    expect((await create({ ...wish, ...change }, caller)).data.createTicket).toEqual({ ticket: null, userErrors: [{ code, field }] });
    expect(await legacy.monolith.rows('SELECT count(*) FROM ticket')).toEqual(before);
  });

  it('is for CUSTOMER and OPERATIVE', async () => {
    for (const caller of ['expert', 'manager', 'admin', 'system'] as const) expect(codesOf(await create(wish, caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await create(wish, 'nobody'))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a ticket', () => {
  it('shows its whole story to staff', async () => {
    const [row] = await legacy.monolith.rows(`SELECT id, number, assigned_expert_id FROM ticket WHERE status = 'CLOSED' AND ticket_type_id IS NOT NULL ORDER BY id LIMIT 1`);
    const { data, errors } = await ask('manager', `{ ticket(id: "${row!['id']}") { ${detail} } }`);
    expect(errors).toBeUndefined();
    expect(data.ticket).toMatchObject({ number: row!['number'], expert: { id: row!['assigned_expert_id'] }, visit: { status: 'COMPLETED', outcome: 'FIXED', ticket: { id: row!['id'] } }, sla: null });
    const history = data.ticket.history.edges.map(({ node }: { node: { sequence: number; toStatus: string } }) => node);
    expect(history.map(({ sequence }: { sequence: number }) => sequence)).toEqual(history.map((_: unknown, n: number) => n + 1));
    expect([history[0].fromStatus, history.at(-1).toStatus]).toEqual([null, 'CLOSED']);
    expect(history.find(({ toStatus }: { toStatus: string }) => toStatus === 'ACCEPTED').actor).toEqual({ kind: 'EXPERT', id: row!['assigned_expert_id'] });
  });

  it('shows a customer who comes only once they have accepted', async () => {
    const id = await offered(await newTicket());
    const query = `{ ticket(id: "${id}") { expert { id } visit { id status } } }`;
    expect((await ask('customer', query)).data.ticket).toEqual({ expert: null, visit: null });
    expect((await ask('operative', query)).data.ticket).toMatchObject({ visit: { status: 'PROPOSED' } });
    await legacy.rest('POST', `tickets/${id}/accept`, {});
    expect((await ask('customer', query)).data.ticket).toMatchObject({ expert: { id: expect.stringMatching(/^exp_/) }, visit: { id: id.replace('tic_', 'vis_'), status: 'SCHEDULED' } });
  });

  it('is not there for another customer or expert', async () => {
    const id = await newTicket();
    const others = [{ ...callers.customer, customerId: 'cus_000002' }, { ...callers.expert, expertId: 'exp_000250' }];
    for (const caller of others) {
      expect(await legacy.ask(caller, `{ ticket(id: "${id}") { id } }`)).toEqual({ data: { ticket: null } });
      expect((await legacy.ask(caller, `{ _entities(representations: [{ __typename: "Ticket", id: "${id}" }]) { ... on Ticket { number } } }`)).data._entities).toEqual([null]);
    }
    expect(codesOf(await ask('nobody', `{ ticket(id: "${id}") { id } }`))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('tickets', () => {
  const list = (caller: Caller, filter = '', first = 100) => legacy.ask(caller, `{ tickets(${filter} first: ${first}) { edges { cursor node { id status priority customer { id } expert { id } } } pageInfo { hasNextPage endCursor } totalCount } }`);

  it('of a customer or an expert are their own, whatever they ask for', async () => {
    const own = await list(callers.customer);
    const [count] = await legacy.monolith.rows(`SELECT count(*)::int AS n FROM ticket WHERE customer_id = 'cus_000001'`);
    expect(own.data.tickets.totalCount).toBe(count!['n']);
    for (const { node } of own.data.tickets.edges) expect(node.customer.id).toBe('cus_000001');
    expect((await list(callers.customer, 'filter: { customerId: "cus_000002" }')).data.tickets).toMatchObject({ edges: [], totalCount: 0 });
    expect((await list(callers.expert, 'filter: { expertId: "exp_000002" }')).data.tickets).toMatchObject({ edges: [], totalCount: 0 });
    for (const { node } of (await list(callers.expert)).data.tickets.edges) expect(node.expert.id).toBe('exp_000001');
    expect(codesOf(await list(callers.nobody))).toEqual(['UNAUTHENTICATED']);
  });

  it('are filtered for staff', async () => {
    const { data } = await list(callers.operative, `filter: { status: [CLOSED, CANCELLED], priority: [P1], createdBefore: "${days(0)}" }`, 5);
    const [count] = await legacy.monolith.rows(`SELECT count(*)::int AS n FROM ticket WHERE status IN ('CLOSED', 'CANCELLED') AND priority = 'P1'`);
    expect(data.tickets.totalCount).toBe(count!['n']);
    for (const { node } of data.tickets.edges) expect([node.priority, ['CLOSED', 'CANCELLED'].includes(node.status)]).toEqual(['P1', true]);
  });

  it('that need attention say why and since when', async () => {
    const query = '{ ticketsNeedingAttention { edges { node { id priority status attention { reason summary since } customer { id name } } } totalCount } }';
    const { data, errors } = await ask('operative', query);
    expect(errors).toBeUndefined();
    expect(data.ticketsNeedingAttention.totalCount).toBeGreaterThan(0);
    const nodes = data.ticketsNeedingAttention.edges.map(({ node }: { node: { priority: string } }) => node);
    for (const node of nodes) expect(node).toMatchObject({ status: 'NEEDS_ATTENTION', attention: { reason: expect.stringMatching(/^[A-Z_]+$/), summary: expect.any(String), since: expect.any(String) } });
    expect(nodes.map(({ priority }: { priority: string }) => priority)).toEqual(nodes.map(({ priority }: { priority: string }) => priority).sort());
    for (const caller of ['customer', 'expert', 'system'] as const) expect(codesOf(await ask(caller, query))).toEqual(['FORBIDDEN']);
  });
});

describe('changes of a ticket', () => {
  it('change what is to be done, before EN_ROUTE', async () => {
    const id = await newTicket();
    const update = (input: object, caller: Caller = callers.customer) =>
      legacy.ask(caller, 'mutation ($input: UpdateTicketInput!) { updateTicket(input: $input) { ticket { description priority windows { start end } } userErrors { code field } } }', { input: { ticketId: id, ...input } });
    const windows = [{ start: days(4), end: days(4.2) }];
    expect((await update({ description: 'It smokes.', priority: 'P1', windows })).data.updateTicket).toEqual({ ticket: { description: 'It smokes.', priority: 'P1', windows }, userErrors: [] });
    expect((await update({ productId: 'prd_nothing' })).data.updateTicket.userErrors).toEqual([{ code: 'NOT_FOUND', field: 'productId' }]);
    expect((await update({ productId: 'prd_000002' })).data.updateTicket.userErrors).toEqual([]);
    expect(await legacy.monolith.rows('SELECT ticket_type_id FROM ticket WHERE id = $1', [id])).toEqual([{ ticket_type_id: 'prd_000002' }]);
    expect((await update({ description: 'x', expectedVersion: 1 })).data.updateTicket.userErrors).toEqual([{ code: 'UNSUPPORTED_BY_MONOLITH', field: 'expectedVersion' }]);
    expect((await update({ windows: [] })).data.updateTicket.ticket).toMatchObject({ description: 'It smokes.', windows: [] });
    expect((await update({ description: 'x' }, { ...callers.customer, customerId: 'cus_000002' })).data.updateTicket.userErrors).toEqual([{ code: 'NOT_FOUND', field: 'ticketId' }]);
    expect(codesOf(await update({ description: 'x' }, callers.expert))).toEqual(['FORBIDDEN']);
  });

  it('comment on it; a customer neither writes nor sees INTERNAL ones', async () => {
    const id = await newTicket();
    const comment = (caller: CallerName, body: string, visibility: string) =>
      ask(caller, 'mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id body visibility author { kind id } } userErrors { code field } } }', { input: { ticketId: id, body, visibility } });
    expect((await comment('operative', 'Angry customer.', 'INTERNAL')).data.addComment).toEqual({ comment: { id: expect.any(String), body: 'Angry customer.', visibility: 'INTERNAL', author: { kind: 'OPERATIVE', id: 'usr_000002' } }, userErrors: [] });
    expect((await comment('customer', 'Hurry up.', 'PUBLIC')).data.addComment.comment).toMatchObject({ body: 'Hurry up.', author: { kind: 'CUSTOMER', id: 'cus_000001' } });
    expect((await comment('customer', 'Psst.', 'INTERNAL')).data.addComment.userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'visibility' }]);
    const bodies = async (caller: CallerName) => (await ask(caller, `{ ticket(id: "${id}") { comments { edges { node { body } } } history { edges { node { sequence } } } } }`)).data.ticket;
    expect((await bodies('operative')).comments.edges.map(({ node }: { node: { body: string } }) => node.body)).toEqual(['Hurry up.', 'Angry customer.']);
    expect((await bodies('customer')).comments.edges.map(({ node }: { node: { body: string } }) => node.body)).toEqual(['Hurry up.']);
    expect((await bodies('customer')).history.edges.map(({ node }: { node: { sequence: number } }) => node.sequence)).toEqual([1, 2, 3].slice(0, (await bodies('customer')).history.edges.length));
  });

  it('cancel it, once', async () => {
    const id = await newTicket();
    const cancel = (caller: Caller, ticketId = id) => legacy.ask(caller, 'mutation ($input: CancelTicketInput!) { cancelTicket(input: $input) { ticket { id status } userErrors { code } } }', { input: { ticketId, reason: 'It works again.' } });
    expect((await cancel({ ...callers.customer, customerId: 'cus_000002' })).data.cancelTicket).toEqual({ ticket: null, userErrors: [{ code: 'NOT_FOUND' }] });
    for (const caller of ['expert', 'admin', 'system'] as const) expect(codesOf(await cancel(callers[caller]))).toEqual(['FORBIDDEN']);
    expect((await cancel(callers.customer)).data.cancelTicket).toEqual({ ticket: { id, status: 'CANCELLED' }, userErrors: [] });
    expect((await cancel(callers.manager)).data.cancelTicket).toEqual({ ticket: null, userErrors: [{ code: 'WRONG_STATUS' }] });
  });
});
