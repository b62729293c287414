import type { Caller } from '@sysops-squad/chassis/caller';
import type { Instance } from './testing/instance.ts';
import { admin, customer, expert, manager, nobody, operative, service } from './testing/people.ts';
import { aTicketInput } from './testing/story.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
let id: string;
let offerId: string;
let visitId: string;
beforeAll(async () => {
  ({ ticket, story } = await startStory());
  id = await story.created();
  ({ offerId, visitId } = await story.accepted(id));
});
afterAll(() => ticket.stop());

const people: Record<string, Caller> = { nobody, customer: customer(), operative, expert: expert(), manager, admin, service };
const range = { from: '2026-01-01T00:00:00Z', to: '2026-12-31T00:00:00Z' };
const errors = 'userErrors { code }';

/** Who may; everybody else who is signed in gets FORBIDDEN. */
const operations: Record<string, { query: string; variables?: () => Record<string, unknown>; may: string[] }> = {
  ticket: { query: 'query ($id: ID!) { ticket(id: $id) { id } }', variables: () => ({ id }), may: ['customer', 'operative', 'expert', 'manager', 'admin'] },
  tickets: { query: '{ tickets { totalCount edges { node { id } } } }', may: ['customer', 'operative', 'expert', 'manager', 'admin'] },
  ticketsNeedingAttention: { query: '{ ticketsNeedingAttention { totalCount } }', may: ['operative', 'manager', 'admin'] },
  ticketReport: { query: 'query ($from: DateTime!, $to: DateTime!) { ticketReport(from: $from, to: $to) { opened } }', variables: () => range, may: ['manager', 'admin'] },
  expertReport: { query: 'query ($from: DateTime!, $to: DateTime!) { expertReport(from: $from, to: $to) { edges { cursor } } }', variables: () => range, may: ['manager', 'admin'] },
  deadLetters: { query: '{ deadLetters { edges { cursor } } }', may: ['manager', 'admin'] },
  servicePolicies: { query: '{ servicePolicies { edges { cursor } } }', may: ['operative', 'manager', 'admin'] },
  assignmentCheck: { query: '{ assignmentCheck(ticketId: "tic_none", expertId: "exp_1", start: "2027-01-01T00:00:00Z") { possible } }', may: ['manager'] },
  createTicket: { query: `mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ${errors} } }`, variables: () => ({ input: aTicketInput() }), may: ['customer', 'operative'] },
  updateTicket: { query: `mutation ($id: ID!) { updateTicket(input: { ticketId: $id, description: "x" }) { ${errors} } }`, variables: () => ({ id }), may: ['customer', 'operative', 'manager'] },
  addComment: { query: `mutation ($id: ID!) { addComment(input: { ticketId: $id, body: "x" }) { ${errors} } }`, variables: () => ({ id }), may: ['customer', 'expert', 'operative', 'manager'] },
  cancelTicket: { query: `mutation { cancelTicket(input: { ticketId: "tic_none", reason: "x" }) { ${errors} } }`, may: ['customer', 'operative', 'manager'] },
  acceptOffer: { query: `mutation ($id: ID!) { acceptOffer(input: { offerId: $id }) { ${errors} } }`, variables: () => ({ id: offerId }), may: ['expert'] },
  refuseOffer: { query: `mutation ($id: ID!) { refuseOffer(input: { offerId: $id, reason: OTHER }) { ${errors} } }`, variables: () => ({ id: offerId }), may: ['expert'] },
  startTravel: { query: `mutation { startTravel(input: { visitId: "vis_none" }) { ${errors} } }`, may: ['expert'] },
  arriveOnSite: { query: `mutation { arriveOnSite(input: { visitId: "vis_none" }) { ${errors} } }`, may: ['expert'] },
  completeVisit: { query: `mutation { completeVisit(input: { visitId: "vis_none", outcome: FIXED }) { ${errors} } }`, may: ['expert'] },
  assignTicket: { query: `mutation { assignTicket(input: { ticketId: "tic_none", expertId: "exp_1", start: "2030-01-01T00:00:00Z", reason: "x" }) { ${errors} } }`, may: ['manager'] },
  importTickets: { query: `mutation { importTickets(input: { source: "", rows: [] }) { ${errors} } }`, may: ['admin'] },
  replayDeadLetter: { query: `mutation { replayDeadLetter(input: { id: "none" }) { ${errors} } }`, may: ['manager', 'admin'] },
  dispatchAttempts: { query: 'query ($id: ID!) { ticket(id: $id) { dispatchAttempts { edges { cursor } } } }', variables: () => ({ id }), may: ['manager', 'admin'] },
};

describe.each(Object.keys(operations))('%s', (name) => {
  const { query, variables, may } = operations[name]!;
  test.each(Object.keys(people))('by %s', async (who) => {
    const answer = await ticket.send(people[who]!, query, variables?.() ?? {});
    const code = answer.errors?.[0]?.extensions.code;
    if (may.includes(who)) expect(answer.errors).toBeUndefined();
    // Whoever is not signed in sees no ticket at all, so there is no field of it to be refused.
    else expect(code).toBe(who === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  });
});

describe("other people's ids", () => {
  const strangers = { 'another customer': customer('cus_2'), 'an expert without an offer': expert('exp_2') };
  test.each(Object.keys(strangers))('%s finds nothing', async (who) => {
    const stranger = strangers[who as keyof typeof strangers];
    expect((await ticket.send(stranger, 'query ($id: ID!) { ticket(id: $id) { id } tickets { totalCount } }', { id })).data).toEqual({ ticket: null, tickets: { totalCount: 0 } });
    expect((await ticket.send(stranger, 'query { tickets(filter: { customerId: "cus_1" }) { totalCount } }')).data).toEqual({ tickets: { totalCount: 0 } });
    const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Ticket { number } ... on Visit { notes scheduledStart } ... on Offer { status } } }';
    const r = [{ __typename: 'Ticket', id }, { __typename: 'Visit', id: visitId }, { __typename: 'Offer', id: offerId }];
    expect((await ticket.send(stranger, entities, { r })).data._entities).toEqual([null, null, null]);
  });

  test.each([
    ['updateTicket', `mutation ($id: ID!) { done: updateTicket(input: { ticketId: $id, description: "x" }) { ${errors} } }`, customer('cus_2')],
    ['cancelTicket', `mutation ($id: ID!) { done: cancelTicket(input: { ticketId: $id, reason: "x" }) { ${errors} } }`, customer('cus_2')],
    ['addComment', `mutation ($id: ID!) { done: addComment(input: { ticketId: $id, body: "x" }) { ${errors} } }`, customer('cus_2')],
    ['addComment by an expert', `mutation ($id: ID!) { done: addComment(input: { ticketId: $id, body: "x" }) { ${errors} } }`, expert('exp_2')],
  ])('%s: NOT_FOUND', async (_, query, who) => expect((await ticket.send(who, query, { id })).data.done.userErrors).toEqual([{ code: 'NOT_FOUND' }]));

  test.each(['acceptOffer(input: { offerId: $id })', 'refuseOffer(input: { offerId: $id, reason: OTHER })'])('%s of another expert: NOT_FOUND', async (field) =>
    expect((await ticket.send(expert('exp_2'), `mutation ($id: ID!) { done: ${field} { ${errors} } }`, { id: offerId })).data.done.userErrors).toEqual([{ code: 'NOT_FOUND' }]));

  test.each(['startTravel(input: { visitId: $id })', 'arriveOnSite(input: { visitId: $id })', 'completeVisit(input: { visitId: $id, outcome: FIXED })'])('%s of another expert: NOT_FOUND', async (field) =>
    expect((await ticket.send(expert('exp_2'), `mutation ($id: ID!) { done: ${field} { ${errors} } }`, { id: visitId })).data.done.userErrors).toEqual([{ code: 'NOT_FOUND' }]));

  test('a customer reaches no offer, not even of the own ticket, and no other customer through the entity', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Offer { status } ... on Customer { tickets { totalCount } } } }';
    expect((await ticket.send(customer(), query, { r: [{ __typename: 'Offer', id: offerId }, { __typename: 'Customer', id: 'cus_2' }] })).data._entities).toEqual([null, { __typename: 'Customer', tickets: null }]);
  });

  test('offers and visits of an expert: the expert and those above; others of that role see nothing, customers are refused', async () => {
    const query = 'query ($r: [_Any!]!, $from: DateTime!, $to: DateTime!) { _entities(representations: $r) { ... on Expert { offers { edges { node { id ticket { id } } } } visits(from: $from, to: $to) { id ticket { number } } } } }';
    const variables = { r: [{ __typename: 'Expert', id: 'exp_1' }], from: new Date().toISOString(), to: new Date(Date.now() + 60 * 86_400_000).toISOString() };
    for (const who of [expert(), manager, admin]) {
      expect((await ticket.send(who, query, variables)).data._entities[0]).toMatchObject({ offers: { edges: [{ node: { id: offerId, ticket: { id } } }] }, visits: [{ id: visitId }] });
    }
    expect((await ticket.send(expert('exp_2'), query, variables)).data._entities[0]).toEqual({ offers: null, visits: null });
    expect((await ticket.send(customer(), query, variables)).errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  test('filtering by expert tells a customer nothing before the expert has accepted', async () => {
    const hidden = await story.created({ productId: 'prd_1' }, 'cus_3');
    await story.offered(hidden, 'exp_2');
    const query = '{ tickets(filter: { expertId: "exp_2" }) { totalCount edges { node { id } } } }';
    expect((await ticket.send(customer('cus_3'), query)).data.tickets).toEqual({ totalCount: 0, edges: [] });
    expect((await ticket.send(operative, query)).data.tickets.totalCount).toBe(1);
  });

  test('only an operative acts for a customer; only staff write INTERNAL', async () => {
    const create = `mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { customer { id } } userErrors { code field } } }`;
    expect((await ticket.send(customer(), create, { input: aTicketInput({ onBehalfOf: 'cus_2' }) })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ticket.send(operative, create, { input: aTicketInput() })).data.createTicket).toEqual({ ticket: null, userErrors: [{ code: 'INVALID_INPUT', field: 'onBehalfOf' }] });
    expect((await ticket.send(operative, create, { input: aTicketInput({ onBehalfOf: 'cus_7' }) })).data.createTicket).toEqual({ ticket: { customer: { id: 'cus_7' } }, userErrors: [] });
    const internal = `mutation ($id: ID!) { addComment(input: { ticketId: $id, body: "x", visibility: INTERNAL }) { ${errors} } }`;
    expect((await ticket.send(customer(), internal, { id })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

test.each(["' OR 1=1 --", 'x'.repeat(200), '../../etc/passwd', ''])('an id that cannot be one (%j) is a ticket that does not exist', async (strange) => {
  expect(await ticket.send(manager, 'query ($id: ID!) { ticket(id: $id) { id } }', { id: strange })).toEqual({ data: { ticket: null } });
  const { data, errors: failed } = await ticket.send(manager, 'query ($id: ID!) { tickets(filter: { customerId: $id, expertId: $id }) { totalCount } }', { id: strange });
  expect([failed, data?.tickets.totalCount]).toEqual([undefined, strange === '' ? expect.any(Number) : 0]);
});

test.each(['\0', '\ud800', 'x'.repeat(201)])('an id that nothing can be named (%j) is refused before any resolver', async (strange) => {
  const { data, errors: failed } = await ticket.send(manager, 'query ($id: ID!) { ticket(id: $id) { id } }', { id: strange });
  expect([data, failed?.map(({ extensions }) => extensions.code)]).toEqual([undefined, ['BAD_USER_INPUT']]);
});
