import type { Caller } from '@sysops-squad/chassis/caller';
import { days, ticketsOn } from '../testing/givenBackTickets.ts';
import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

/** Of what ticket has taken over: visits, and what is reported of them. */
let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const { acceptedVisit } = ticketsOn(() => legacy);
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

describe('a visit', () => {
  const move = (caller: Caller, name: 'startTravel' | 'arriveOnSite', visitId: string) =>
    legacy.ask(caller, `mutation ($input: VisitInput!) { ${name}(input: $input) { visit { id status } ticket { id status } userErrors { code } } }`, { input: { visitId } });
  const complete = (caller: Caller, input: object) =>
    legacy.ask(caller, 'mutation ($input: CompleteVisitInput!) { completeVisit(input: $input) { visit { status outcome notes } ticket { status resolution } article { id title author { id } } userErrors { code field } } }', { input });

  it('goes from travel to completion, by its own expert only', async () => {
    const { ticketId, visitId, expert } = await acceptedVisit();
    expect((await move({ ...expert, expertId: 'exp_000250' }, 'startTravel', visitId)).data.startTravel).toEqual({ visit: null, ticket: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect((await move(expert, 'arriveOnSite', visitId)).data.arriveOnSite.userErrors).toEqual([{ code: 'WRONG_STATUS' }]);
    for (const caller of ['customer', 'operative', 'manager', 'admin', 'system'] as const) expect(codesOf(await move(callers[caller], 'startTravel', visitId))).toEqual(['FORBIDDEN']);
    expect((await move(expert, 'startTravel', visitId)).data.startTravel).toEqual({ visit: { id: visitId, status: 'EN_ROUTE' }, ticket: { id: ticketId, status: 'EN_ROUTE' }, userErrors: [] });
    expect((await move(expert, 'arriveOnSite', visitId)).data.arriveOnSite).toMatchObject({ visit: { status: 'ON_SITE' }, userErrors: [] });
    const article = { title: 'Noise of the Pavilion', body: 'Clean the fan.', tags: ['noise'] };
    expect((await complete(expert, { visitId, outcome: 'NO_ENTRY', publishArticle: article })).data.completeVisit.userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'publishArticle' }]);
    expect((await complete(expert, { visitId, outcome: 'FIXED', notes: 'Fan cleaned.', publishArticle: article })).data.completeVisit).toEqual({
      visit: { status: 'COMPLETED', outcome: 'FIXED', notes: 'Fan cleaned.' }, ticket: { status: 'COMPLETED', resolution: 'Fan cleaned.' },
      article: { id: expect.stringMatching(/^art_/), title: article.title, author: { id: expert.expertId } }, userErrors: [],
    });
    const found = await legacy.ask(expert, '{ articles(search: "noise pavilion") { edges { node { title tickets { edges { node { id } } } } } } }');
    expect(found.data.articles.edges[0].node).toEqual({ title: article.title, tickets: { edges: [{ node: { id: ticketId } }] } });
  });

  it('leads its expert to the customer, until some time after the end, and tells that to services only', async () => {
    const { ticketId, expert } = await acceptedVisit();
    const contacts = (caller: CallerName = 'customerService') => ask(caller, 'query ($id: ID!) { expertContacts(expertId: $id) { customerIds addressIds } }', { id: expert.expertId });
    const [row] = await legacy.monolith.rows('SELECT customer_id FROM ticket WHERE id = $1', [ticketId]);
    const customerId = row!['customer_id'] as string;
    expect((await contacts()).data.expertContacts.customerIds).toContain(customerId);
    expect((await contacts()).data.expertContacts.addressIds).toContain(customerId.replace('cus', 'adr'));
    for (const caller of ['customer', 'expert', 'manager', 'admin'] as const) expect(codesOf(await contacts(caller))).toEqual(['FORBIDDEN']);
    await legacy.monolith.rows(`UPDATE ticket SET status = 'CLOSED', completed_at = now() - interval '49 hours' WHERE customer_id = $1 AND assigned_expert_id = $2`, [customerId, expert.expertId]);
    expect((await contacts()).data.expertContacts.customerIds).not.toContain(customerId);
  });

  it('stands in the schedule of its expert', async () => {
    const [row] = await legacy.monolith.rows(`SELECT id, assigned_expert_id AS expert, scheduled_start FROM ticket WHERE status = 'ACCEPTED' AND scheduled_start IS NOT NULL ORDER BY id LIMIT 1`);
    const start = new Date(row!['scheduled_start']).getTime();
    const visits = (caller: Caller, from: number, to: number) =>
      legacy.ask(caller, 'query ($r: [_Any!]!, $from: DateTime!, $to: DateTime!) { _entities(representations: $r) { ... on Expert { visits(from: $from, to: $to) { id status scheduledStart ticket { id number } } } } }', {
        r: [{ __typename: 'Expert', id: row!['expert'] }], from: new Date(from).toISOString(), to: new Date(to).toISOString(),
      });
    const own = { ...callers.expert, expertId: row!['expert'] as string };
    const { data } = await visits(own, start - 1_000, start + 1_000);
    expect(data._entities[0].visits).toEqual([{ id: row!['id'].replace('tic_', 'vis_'), status: 'SCHEDULED', scheduledStart: new Date(start).toISOString(), ticket: { id: row!['id'], number: expect.any(String) } }]);
    expect((await visits(own, start - 2_000, start)).data._entities[0].visits).toEqual([]);
    expect(codesOf(await visits(own, start, start + 63 * 86_400_000))).toEqual(['BAD_USER_INPUT']);
    for (const caller of [callers.operative, callers.manager, callers.admin, callers.system]) expect((await visits(caller, start - 1_000, start + 1_000)).data._entities[0].visits).toHaveLength(1);
    expect(codesOf(await visits(callers.customer, start, start + 1_000))).toEqual(['FORBIDDEN']);
    expect(codesOf(await visits({ ...callers.expert, expertId: 'exp_000250' }, start, start + 1_000))).toEqual(['FORBIDDEN']);
  });

  it('can be referred to from other subgraphs', async () => {
    const { visitId, expert } = await acceptedVisit();
    const reference = `{ _entities(representations: [{ __typename: "Visit", id: "${visitId}" }]) { ... on Visit { id status expert { id } } } }`;
    expect((await legacy.ask(expert, reference)).data._entities).toEqual([{ id: visitId, status: 'SCHEDULED', expert: { id: expert.expertId } }]);
    expect((await legacy.ask({ ...callers.customer, customerId: 'cus_000002' }, reference)).data._entities).toEqual([null]);
  });
});

describe('reports', () => {
  const query = `{ ticketReport(from: "${days(-365)}", to: "${days(1)}") { opened closed cancelled backlog oldestUnassignedMinutes slaMetRatio medianMinutesToAssign medianMinutesToArrive }
    expertReport(from: "${days(-365)}", to: "${days(1)}", first: 20) { edges { node { expert { id name } visits firstTimeFixRatio refusals utilisationRatio averageRating } } pageInfo { hasNextPage } } }`;

  it('are for MANAGER and ADMIN', async () => {
    const { data, errors } = await ask('manager', query);
    expect(errors).toBeUndefined();
    expect(data.ticketReport.closed).toBeGreaterThan(0);
    const visits = data.expertReport.edges.map(({ node }: { node: { visits: number } }) => node.visits);
    expect(visits).toHaveLength(20);
    expect(visits).toEqual([...visits].sort((a, b) => b - a));
    for (const caller of ['customer', 'operative', 'expert', 'system'] as const) expect(codesOf(await ask(caller, query))).toEqual(['FORBIDDEN']);
    expect(codesOf(await ask('admin', `{ ticketReport(from: "${days(-401)}", to: "${days(0)}") { opened } }`))).toEqual(['BAD_USER_INPUT']);
  });
});
