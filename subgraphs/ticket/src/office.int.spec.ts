import { openPool, prismaAdapter } from '@sysops-squad/chassis/database/prismaPool';
import { PrismaClient } from '../generated/client.ts';
import { createLoaders } from './queries/loaders.ts';
import { changeTicket } from './storage/changeTicket.ts';
import { loadPolicy } from './storage/loadPolicy.ts';
import { markNeedsAttention } from './domain/markNeedsAttention.ts';
import { system } from './domain/ticket.ts';
import type { Instance } from './testing/instance.ts';
import { admin, customer, expert, manager, operative } from './testing/people.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
beforeAll(async () => void ({ ticket, story } = await startStory()));
afterAll(() => ticket.stop());
const hour = 3_600_000;

describe('tickets in pages', () => {
  beforeAll(async () => {
    for (let n = 0; n < 7; n += 1) await story.created({ productId: `prd_p${n}` }, 'cus_pages');
    // Equal times: the id decides.
    await ticket.sql.query(`UPDATE ticket SET created_at = date_trunc('minute', created_at) WHERE customer_id = 'cus_pages'`);
  });
  const query = 'query ($after: String, $first: Int!) { tickets(filter: { customerId: "cus_pages" }, first: $first, after: $after) { totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }';

  test('every ticket once, newest first, whatever the size of the page', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ticket.send(operative, query, { first: 3, after });
      const tickets: { totalCount: number; edges: { node: { id: string } }[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } = data.tickets;
      expect(tickets.totalCount).toBe(7);
      seen.push(...tickets.edges.map(({ node }) => node.id));
      [after, more] = [tickets.pageInfo.endCursor, tickets.pageInfo.hasNextPage];
    }
    expect(seen).toEqual((await ticket.sql.query(`SELECT id FROM ticket WHERE customer_id = 'cus_pages' ORDER BY created_at DESC, id DESC`)).rows.map(({ id }) => id));
  });
  test.each([[{ first: 0 }], [{ first: 101 }], [{ first: 5, after: 'x' }], [{ first: 5, after: Buffer.from('nonsense').toString('base64url') }]])('%j is refused', async (variables) =>
    expect((await ticket.send(operative, query, variables)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT'));

  test('filters narrow it down, an empty one to nothing', async () => {
    const total = async (filter: object) => (await ticket.send(operative, 'query ($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }', { filter: { customerId: 'cus_pages', ...filter } })).data.tickets.totalCount;
    const { rows } = await ticket.sql.query(`SELECT max(created_at) AS last FROM ticket WHERE customer_id = 'cus_pages'`);
    const later = new Date(rows[0].last.getTime() + 1).toISOString();
    expect(await Promise.all([{}, { status: ['NEW'] }, { status: ['CLOSED'] }, { status: [] }, { priority: ['P3', 'P1'] }, { priority: ['P1'] }, { createdAfter: later }, { createdBefore: later }].map(total))).toEqual([7, 7, 0, 0, 7, 0, 0, 7]);
  });
  test.each(['0000-01-01T00:00:00Z', '9999-12-31T23:00:00-05:00', 'yesterday'])('the time %s is refused, not handed to the database', async (createdAfter) =>
    expect((await ticket.send(operative, 'query ($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }', { filter: { createdAfter } })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT'));

  test('many tickets with all their parts cost one statement for each type, not for each ticket', async () => {
    const pool = openPool({ databaseUrl: ticket.databaseUrl, applicationName: 'counted', max: 2 });
    const counted = new PrismaClient({ adapter: prismaAdapter(pool), log: [{ emit: 'event', level: 'query' }] });
    let statements = 0;
    counted.$on('query', () => (statements += 1));
    const loaders = createLoaders(counted, { staff: false, customerId: 'cus_pages', expertId: 'exp_1' });
    const { rows } = await ticket.sql.query(`SELECT id FROM ticket WHERE customer_id = 'cus_pages'`);
    await Promise.all(rows.map(({ id }) => Promise.all([loaders.ticket(id), loaders.windows.load(id), loaders.lastVisit.load(id)])));
    expect(rows).toHaveLength(7);
    // Tickets, the expert's offers for them, windows, visits.
    expect(statements).toBe(4);
    await counted.$disconnect();
    await pool.end();
  });
});

describe('the attention queue', () => {
  test('most urgent first, then longest waiting', async () => {
    const ids: Record<string, string> = {};
    for (const priority of ['P3', 'P1', 'P2']) {
      ids[priority] = await story.created({ priority, productId: `prd_${priority}` }, 'cus_queue');
      await changeTicket(story.storage, { ticketId: ids[priority]!, actor: system('test'), decide: (found, now) => markNeedsAttention(found, { reason: 'NO_EXPERT', summary: '14 lack the skill' }, now) });
    }
    const query = '{ ticketsNeedingAttention(first: 2) { totalCount edges { node { id attention { reason summary since } } } pageInfo { hasNextPage endCursor } } }';
    const { data } = await ticket.send(manager, query);
    expect(data.ticketsNeedingAttention).toMatchObject({ totalCount: 3, edges: [{ node: { id: ids['P1'], attention: { reason: 'NO_EXPERT', summary: '14 lack the skill' } } }, { node: { id: ids['P2'] } }], pageInfo: { hasNextPage: true } });
    const rest = await ticket.send(manager, `{ ticketsNeedingAttention(after: "${data.ticketsNeedingAttention.pageInfo.endCursor}") { edges { node { id } } } }`);
    expect(rest.data.ticketsNeedingAttention.edges).toEqual([{ node: { id: ids['P3'] } }]);
  });
});

describe('assignTicket', () => {
  const query = `mutation ($input: AssignTicketInput!) { assignTicket(input: $input) { ticket { id status expert { id } visit { status scheduledStart scheduledEnd } } overriddenRules userErrors { code field } } }`;
  const assign = async (input: object) => (await ticket.send(manager, query, { input: { reason: 'The customer asked for it.', ...input } })).data.assignTicket;
  const at = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

  test('books at once, names what it overrides, and keeps the reason', async () => {
    const ticketId = await story.created();
    const start = at(3_000);
    const done = await assign({ ticketId, expertId: 'exp_3', start });
    expect(done).toMatchObject({ userErrors: [], ticket: { status: 'ACCEPTED', expert: { id: 'exp_3' }, visit: { status: 'SCHEDULED', scheduledStart: start, scheduledEnd: new Date(Date.parse(start) + hour).toISOString() } } });
    expect(done.overriddenRules).toEqual(expect.arrayContaining(['SKILL_MISSING', 'TERRITORY']));
    const { rows } = await ticket.sql.query(`SELECT overridden_rules, override_reason, overridden_by FROM offer WHERE ticket_id = $1`, [ticketId]);
    expect(rows).toEqual([{ overridden_rules: done.overriddenRules, override_reason: 'The customer asked for it.', overridden_by: manager.id }]);
  });
  test('replaces an offer that is open, and says so to the worker', async () => {
    const ticketId = await story.created();
    const { offerId } = await story.offered(ticketId, 'exp_1');
    expect(await assign({ ticketId, expertId: 'exp_2', start: at(3_100) })).toMatchObject({ userErrors: [], overriddenRules: [], ticket: { expert: { id: 'exp_2' } } });
    const { rows } = await ticket.sql.query(`SELECT payload -> 'replaced' ->> 'offerId' AS replaced, payload ->> 'assignedBy' AS by FROM outbox WHERE aggregate_id = $1 AND type = 'offer_accepted'`, [ticketId]);
    expect(rows).toEqual([{ replaced: offerId, by: manager.id }]);
  });
  test('the same expert may be moved by half an hour: the own booking is no obstacle', async () => {
    const ticketId = await story.created();
    const start = Date.now() + 3_200 * hour;
    for (const shift of [0, hour / 2]) expect(await assign({ ticketId, expertId: 'exp_1', start: new Date(start + shift).toISOString() })).toMatchObject({ userErrors: [], ticket: { expert: { id: 'exp_1' } } });
  });
  test('never over another booking, travel included', async () => {
    const start = Date.now() + 3_300 * hour;
    expect(await assign({ ticketId: await story.created(), expertId: 'exp_1', start: new Date(start).toISOString() })).toMatchObject({ userErrors: [] });
    const ticketId = await story.created();
    expect(await assign({ ticketId, expertId: 'exp_1', start: new Date(start + hour / 2).toISOString() })).toMatchObject({ ticket: null, userErrors: [{ code: 'OVERLAP' }] });
    expect((await story.ticket(ticketId)).status).toBe('NEW');
  });
  test('which skills the product needs is not known: an expert is sent only by name, and flagged', async () => {
    await ticket.sql.query(`INSERT INTO roster_product (id, name, category, visit_minutes, active, skills_known) VALUES ('prd_dark', 'Old radio', 'Audio', 60, true, false)`);
    for (const productId of ['prd_dark', 'prd_nowhere']) {
      const ticketId = await story.created({ productId });
      expect(await assign({ ticketId, expertId: 'exp_1', start: at(productId === 'prd_dark' ? 3_500 : 3_600) })).toMatchObject({ userErrors: [], overriddenRules: expect.arrayContaining(['SKILL_MISSING']) });
    }
  });
  describe('the look before it', () => {
    const look = async (variables: object) =>
      (await ticket.send(manager, 'query ($ticketId: ID!, $expertId: ID!, $start: DateTime!) { assignmentCheck(ticketId: $ticketId, expertId: $expertId, start: $start) { possible obstacles { code field } brokenRules { rule detail mayBeOverridden } scheduledStart scheduledEnd travelMinutes } }', variables as Record<string, unknown>)).data.assignmentCheck;
    const rows = async () => (await ticket.sql.query('SELECT (SELECT count(*) FROM offer) AS offers, (SELECT count(*) FROM ticket_event) AS events, (SELECT count(*) FROM outbox) AS messages')).rows[0];

    test('names the rules that the deed then overrides, and changes nothing', async () => {
      const wish = { ticketId: await story.created(), expertId: 'exp_3', start: at(3_700) };
      const before = await rows();
      const seen = await look(wish);
      expect(seen).toMatchObject({ possible: true, obstacles: [], scheduledStart: wish.start, scheduledEnd: expect.any(String), travelMinutes: expect.any(Number) });
      expect(seen.brokenRules).toEqual(expect.arrayContaining([{ rule: 'SKILL_MISSING', detail: 'lacks skl_1 (level 2)', mayBeOverridden: true }]));
      expect(await rows()).toEqual(before);
      const done = await assign(wish);
      expect(done.overriddenRules).toEqual(seen.brokenRules.map(({ rule }: { rule: string }) => rule));
    });
    test('says what cannot be done at all: another booking, the past, a ticket that is over, nobody', async () => {
      const start = at(3_800);
      await assign({ ticketId: await story.created(), expertId: 'exp_1', start });
      const ticketId = await story.created();
      expect(await look({ ticketId, expertId: 'exp_1', start })).toMatchObject({ possible: false, obstacles: [{ code: 'OVERLAP', field: 'start' }], brokenRules: expect.arrayContaining([expect.objectContaining({ rule: 'OVERLAP', mayBeOverridden: false })]) });
      expect(await look({ ticketId, expertId: 'exp_1', start: at(-1) })).toMatchObject({ possible: false, obstacles: [{ code: 'INVALID_INPUT', field: 'start' }] });
      expect(await look({ ticketId, expertId: 'exp_none', start })).toMatchObject({ possible: false, obstacles: [{ field: 'expertId' }], brokenRules: [], scheduledStart: null });
      await ticket.send(operative, 'mutation ($id: ID!) { cancelTicket(input: { ticketId: $id, reason: "x" }) { ticket { id } } }', { id: ticketId });
      expect(await look({ ticketId, expertId: 'exp_2', start: at(3_900) })).toMatchObject({ possible: false, obstacles: [{ code: 'WRONG_STATUS' }] });
      expect(await look({ ticketId: 'tic_none', expertId: 'exp_1', start })).toBeNull();
    });
  });
  test('refusals name the field', async () => {
    const ticketId = await story.created();
    expect(await assign({ ticketId: 'tic_none', expertId: 'exp_1', start: at(1) })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await assign({ ticketId, expertId: 'exp_none', start: at(1) })).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: 'expertId' }] });
    expect(await assign({ ticketId, expertId: 'exp_1', start: at(-1) })).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: 'start' }] });
    expect(await assign({ ticketId, expertId: 'exp_1', start: at(3_400), reason: '' })).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: 'reason' }] });
    await ticket.send(operative, 'mutation ($id: ID!) { cancelTicket(input: { ticketId: $id, reason: "x" }) { ticket { id } } }', { id: ticketId });
    expect(await assign({ ticketId, expertId: 'exp_1', start: at(3_400) })).toMatchObject({ userErrors: [{ code: 'WRONG_STATUS' }] });
  });
});

describe('importTickets', () => {
  const query = `mutation ($input: ImportTicketsInput!) { importTickets(input: $input) { results { externalId outcome reason ticket { id status createdAt rating resolution attention { reason } history { edges { node { sequence at fromStatus toStatus } } } } } userErrors { code field } } }`;
  const row = (externalId: string, more: object = {}) =>
    ({ externalId, customerId: 'cus_imp', productId: 'prd_1', productName: 'LG Smart TV', description: 'It is dark.', priority: 'P2', status: 'CLOSED', createdAt: '2021-03-22T00:00:00.000Z', respondedAt: '2023-06-01T10:00:00.000Z', resolvedAt: '2023-06-01T09:00:00.000Z', resolution: 'New lamp.', rating: 4, ...more });
  const rows = [row('1'), row('2', { status: 'ON_HOLD', rating: null }), row('3', { status: 'NEEDS_ATTENTION', productId: null }), row('4', { status: 'ON_HOLD', productId: null }), row('5', { rating: 9 }), row('6', { status: 'NEW' }), row('1')];
  const send = async () => (await ticket.send(admin, query, { input: { source: 'desk', rows } })).data.importTickets;

  test('with original times and gap-free history, silently, refusals with their reason', async () => {
    const before = (await ticket.sql.query('SELECT count(*)::int AS n FROM outbox')).rows[0].n;
    const { results, userErrors } = await send();
    expect(userErrors).toEqual([]);
    expect(results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED', 'REFUSED', 'REFUSED', 'EXISTED']);
    expect(results[0].ticket).toMatchObject({ status: 'CLOSED', createdAt: '2021-03-22T00:00:00.000Z', rating: 4, resolution: 'New lamp.' });
    // Resolved before the response, says the file: history never goes back in time.
    expect(results[0].ticket.history.edges.map(({ node }: { node: object }) => node)).toEqual([
      { sequence: 1, at: '2021-03-22T00:00:00.000Z', fromStatus: null, toStatus: 'NEW' }, { sequence: 2, at: '2023-06-01T10:00:00.000Z', fromStatus: 'NEW', toStatus: 'AWAITING_DISPATCH' },
      { sequence: 3, at: '2023-06-01T10:00:00.000Z', fromStatus: 'AWAITING_DISPATCH', toStatus: 'COMPLETED' }, { sequence: 4, at: '2023-06-01T10:00:00.000Z', fromStatus: 'COMPLETED', toStatus: 'CLOSED' },
    ]);
    expect([2, 3].map((n) => results[n].ticket)).toMatchObject([{ status: 'NEEDS_ATTENTION', attention: { reason: 'UNKNOWN_PRODUCT' } }, { status: 'NEEDS_ATTENTION', attention: { reason: 'UNKNOWN_PRODUCT' } }]);
    expect([4, 5].map((n) => results[n].reason)).toEqual(['`rating` must be 1 to 5.', '`status` must be CLOSED, ON_HOLD or NEEDS_ATTENTION.']);
    expect((await ticket.sql.query('SELECT count(*)::int AS n FROM outbox')).rows[0].n).toBe(before);
  });
  test('again, and twice at once: the same tickets, nothing new', async () => {
    const all = await Promise.all([send(), send()]);
    for (const { results } of all) expect(results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['EXISTED', 'EXISTED', 'EXISTED', 'EXISTED', 'REFUSED', 'REFUSED', 'EXISTED']);
    expect((await ticket.sql.query(`SELECT count(*)::int AS n FROM ticket WHERE import_source = 'desk'`)).rows).toEqual([{ n: 4 }]);
  });
  test('new rows twice at once: each created once', async () => {
    const input = { source: 'desk 2', rows: Array.from({ length: 100 }, (_, n) => row(`${n}`)) };
    const all = await Promise.all([input, { ...input, rows: input.rows.toReversed() }].map((each) => ticket.send(admin, query, { input: each })));
    const created = all.flatMap(({ data }) => data.importTickets.results).filter(({ outcome }: { outcome: string }) => outcome === 'CREATED');
    expect(created).toHaveLength(100);
  });
  test('those on hold come up one by one from the third day on, import after import, and their clocks stand still', async () => {
    await ticket.sql.query(`UPDATE timer SET done_at = now() WHERE kind = 'HOLD_REMINDER'`);
    for (const source of ['held 1', 'held 2']) await ticket.send(admin, query, { input: { source, rows: Array.from({ length: 100 }, (_, n) => row(`${n}`, { status: 'ON_HOLD', rating: null })) } });
    const { rows: [spread] } = await ticket.sql.query(`SELECT count(*)::int AS n, min(due_at) >= now() + interval '2 days 23 hours' AS later, min(gap) >= interval '10 minutes' AS spread
      FROM (SELECT due_at, due_at - lag(due_at) OVER (ORDER BY due_at) AS gap FROM timer WHERE kind = 'HOLD_REMINDER' AND done_at IS NULL) timers`);
    expect(spread).toEqual({ n: 200, later: true, spread: true });
    const { rows: clocks } = await ticket.sql.query(`SELECT count(*)::int AS n FROM ticket WHERE import_source LIKE 'held _' AND sla_paused_at = '2023-06-01T10:00:00Z' AND breached_at IS NULL`);
    expect(clocks).toEqual([{ n: 200 }]);
  });
  test('1 to 100 rows', async () => {
    for (const n of [0, 101]) {
      expect((await ticket.send(admin, query, { input: { source: 'desk', rows: Array.from({ length: n }, (_, i) => row(`${i}`)) } })).data.importTickets).toMatchObject({ results: [], userErrors: [{ code: 'INVALID_INPUT', field: 'rows' }] });
    }
  });
});

describe('reports', () => {
  const range = { from: '2025-01-01T00:00:00Z', to: '2025-01-08T00:00:00Z' };
  beforeAll(async () => {
    const id = await story.created({}, 'cus_rep');
    await story.fixed(id, 'exp_2');
    const refused = await story.offered(await story.created({}, 'cus_rep'), 'exp_2');
    await ticket.send(expert('exp_2'), 'mutation ($id: ID!) { refuseOffer(input: { offerId: $id, reason: TOO_FAR }) { offer { id } } }', { id: refused.offerId });
    // Into a week of its own: created on the 2nd at 10:00, accepted after 20 minutes, on site after 90, an hour's visit.
    await ticket.sql.query(`UPDATE ticket SET created_at = '2025-01-02T10:00Z', first_assigned_at = '2025-01-02T10:20Z', arrived_at = '2025-01-02T11:30Z', completed_at = '2025-01-02T12:30Z', arrive_by = '2025-01-03T10:00Z', rating = 5 WHERE id = $1`, [id]);
    await ticket.sql.query(`UPDATE visit SET arrived_at = '2025-01-02T11:30Z', completed_at = '2025-01-02T12:30Z' WHERE ticket_id = $1`, [id]);
    await ticket.sql.query(`UPDATE offer SET starts_at = '2025-01-02T11:30Z', ends_at = '2025-01-02T12:30Z', blocked_from = '2025-01-02T11:30Z', blocked_until = '2025-01-02T12:30Z' WHERE ticket_id = $1`, [id]);
    await ticket.sql.query(`UPDATE offer SET answered_at = '2025-01-04T00:00Z' WHERE id = $1`, [refused.offerId]);
    await ticket.sql.query(`UPDATE ticket SET created_at = '2025-01-06T00:00Z' WHERE id = (SELECT ticket_id FROM offer WHERE id = $1)`, [refused.offerId]);
  });
  test('tickets of a week', async () => {
    const query = 'query ($from: DateTime!, $to: DateTime!) { ticketReport(from: $from, to: $to) { opened closed cancelled backlog oldestUnassignedMinutes slaMetRatio medianMinutesToAssign medianMinutesToArrive } }';
    const { rows } = await ticket.sql.query(`SELECT count(*)::int AS n, floor(extract(epoch FROM '2025-01-08T00:00Z'::timestamptz - min(created_at)) / 60)::int AS oldest FROM ticket
      WHERE created_at < '2025-01-08' AND status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')`);
    expect((await ticket.send(manager, query, range)).data.ticketReport).toEqual({ opened: 2, closed: 0, cancelled: 0, backlog: rows[0].n, oldestUnassignedMinutes: rows[0].oldest, slaMetRatio: 1, medianMinutesToAssign: 20, medianMinutesToArrive: 90 });
    const long = { from: '2024-01-01T00:00:00Z', to: '2025-06-01T00:00:00Z' };
    expect((await ticket.send(manager, query, long)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
  test('experts of a week, most visits first, in pages', async () => {
    const query = 'query ($from: DateTime!, $to: DateTime!, $after: String) { expertReport(from: $from, to: $to, first: 1, after: $after) { edges { cursor node { expert { id } visits firstTimeFixRatio refusals utilisationRatio averageRating } } pageInfo { hasNextPage } } }';
    const first = (await ticket.send(manager, query, range)).data.expertReport;
    expect(first.edges[0].node).toEqual({ expert: { id: 'exp_2' }, visits: 1, firstTimeFixRatio: 1, refusals: 1, utilisationRatio: 1 / (7 * 24), averageRating: 5 });
    const second = (await ticket.send(manager, query, { ...range, after: first.edges[0].cursor })).data.expertReport;
    expect(second.edges[0].node).toEqual({ expert: { id: 'exp_1' }, visits: 0, firstTimeFixRatio: null, refusals: 0, utilisationRatio: 0, averageRating: null });
  });
});

test('why this expert: each attempt, newest first', async () => {
  const id = await story.created({}, 'cus_why');
  const decided = { decidedAt: new Date(), policyVersion: 1, snapshotDigest: 'gone', offerId: null, batchSize: 2 };
  const slot = { startsAt: new Date(), endsAt: new Date(), blockedFrom: new Date(), blockedUntil: new Date(), travelMinutes: 7 };
  const candidate = (expertId: string, totalPenalty: number) => ({ expertId, totalPenalty, slot, terms: [{ name: 'travel', minutes: totalPenalty }] });
  const lacks = (expertId: string) => ({ expertId, rule: 'SKILL_MISSING' as const, detail: 'lacks skl_1' });
  const nobody = { ticketId: id, chosen: null, runnersUp: [], rejected: [lacks('exp_2'), lacks('exp_3')] };
  const somebody = { ticketId: id, chosen: candidate('exp_1', 7), runnersUp: [{ ...candidate('exp_2', 5), neededBy: id }], rejected: [] };
  for (const decision of [nobody, somebody]) await story.storage.transact((transaction) => transaction.recordAttempt({ ...decided, decision }));
  const query = `query ($id: ID!) { ticket(id: $id) { dispatchAttempts { edges { node { attempt policyVersion policy { version maximumOffers } snapshotDigest batchSize
    chosen { expert { id } totalPenalty terms { name minutes } scheduledStart } rejected { expert { id } rule detail } rejections { rule experts }
    runnersUp { expert { id } totalPenalty neededBy { id } } replay { agrees } } } } } }`;
  const { data } = await ticket.send(manager, query, { id });
  const same = { policyVersion: 1, policy: { version: 1, maximumOffers: 5 }, snapshotDigest: 'gone', batchSize: 2, replay: null };
  expect(data.ticket.dispatchAttempts.edges.map(({ node }: { node: object }) => node)).toEqual([
    {
      ...same, attempt: 2, chosen: { expert: { id: 'exp_1' }, totalPenalty: 7, terms: [{ name: 'travel', minutes: 7 }], scheduledStart: slot.startsAt.toISOString() }, rejected: [], rejections: [],
      runnersUp: [{ expert: { id: 'exp_2' }, totalPenalty: 5, neededBy: { id } }],
    },
    {
      ...same, attempt: 1, chosen: null, rejected: ['exp_2', 'exp_3'].map((expert) => ({ expert: { id: expert }, rule: 'SKILL_MISSING', detail: 'lacks skl_1' })),
      rejections: [{ rule: 'SKILL_MISSING', experts: 2 }], runnersUp: [],
    },
  ]);
});

describe('dispatch policies', () => {
  const byPriority = { P1: 1, P2: 2, P3: 3, P4: 4 };
  const weights = { travel: 100, lateness: byPriority, wait: byPriority, surplusLevel: 4, otherSkill: 1, secondaryTerritory: 15, utilisation: 20, fairness: 30, recentRefusal: 5, continuity: 10 };
  const input = () => ({
    effectiveFrom: new Date().toISOString(), note: 'Slower roads in winter.', speedKmh: 30, detourFactor: 1.3, maximumTravelMinutes: 80, offerMinutes: byPriority,
    maximumOffers: 4, coolDownHours: 12, dailyCapMinutes: 400, refusalDays: 7, weights,
  });
  const mutation = `mutation ($input: SaveDispatchPolicyInput!) { saveDispatchPolicy(input: $input) {
    policy { version note savedBy { kind id } speedKmh offerMinutes { P1 } weights { travel lateness { P4 } } } userErrors { code message field } } }`;
  const save = async (by: Parameters<typeof ticket.send>[0], more: object = {}) => ticket.send(by, mutation, { input: { ...input(), ...more } });

  test('a change is a new version; the newest in effect counts, and none is ever changed', async () => {
    const before = (await ticket.send(manager, '{ dispatchPolicies(first: 1) { edges { node { version } } } }')).data.dispatchPolicies.edges[0].node.version;
    const { data } = await save(admin);
    expect(data.saveDispatchPolicy).toEqual({
      policy: { version: before + 1, note: 'Slower roads in winter.', savedBy: { kind: 'ADMIN', id: admin.id }, speedKmh: 30, offerMinutes: { P1: 1 }, weights: { travel: 100, lateness: { P4: 4 } } }, userErrors: [],
    });
    await save(admin, { effectiveFrom: new Date(Date.now() + 86_400_000).toISOString(), speedKmh: 50 });
    expect(await loadPolicy(ticket.application.database, new Date())).toMatchObject({ version: before + 1, speedKmh: 30 });
    expect(await loadPolicy(ticket.application.database, new Date(Date.now() + 2 * 86_400_000))).toMatchObject({ version: before + 2, speedKmh: 50 });
    await expect(ticket.sql.query('UPDATE dispatch_policy SET effective_from = now()')).rejects.toThrow('dispatch_policy_final');
  });

  test('who may, and what must be right', async () => {
    expect((await save(manager)).errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const wrong = async (more: object) => (await save(admin, more)).data.saveDispatchPolicy.userErrors;
    expect(await wrong({ speedKmh: 0 })).toEqual([{ code: 'INVALID_INPUT', field: 'speedKmh', message: 'Give a number from 5 to 200.' }]);
    expect(await wrong({ weights: { ...weights, wait: { ...byPriority, P2: -1 } } })).toEqual([expect.objectContaining({ field: 'weights.wait.P2' })]);
    expect(await wrong({ effectiveFrom: '2020-01-01T00:00:00.000Z' })).toEqual([expect.objectContaining({ field: 'effectiveFrom' })]);
  });
});

test('a dead letter is seen, and delivered again once', async () => {
  const id = await story.created({}, 'cus_dead');
  await ticket.sql.query(`UPDATE outbox SET dead_at = now(), last_error = 'nobody answers', tries = 12, failures = 12, starts = 3 WHERE aggregate_id = $1`, [id]);
  const { data } = await ticket.send(manager, '{ deadLetters { edges { node { id type tries error diedAt ticket { id } } } } }');
  const [letter] = data.deadLetters.edges.map(({ node }: { node: { id: string } }) => node);
  expect(letter).toMatchObject({ id: `${id}:1:ticket_created`, type: 'ticket_created', tries: 12, error: 'nobody answers', ticket: { id } });
  const replay = 'mutation ($id: ID!) { replayDeadLetter(input: { id: $id }) { deadLetter { id } userErrors { code } } }';
  expect((await ticket.send(manager, replay, { id: letter.id })).data.replayDeadLetter).toEqual({ deadLetter: { id: letter.id }, userErrors: [] });
  expect((await ticket.sql.query('SELECT dead_at, failures, starts, tries FROM outbox WHERE id = $1', [letter.id])).rows).toEqual([{ dead_at: null, failures: 0, starts: 0, tries: 12 }]);
  expect((await ticket.send(manager, replay, { id: letter.id })).data.replayDeadLetter.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
});

test('what is wrong with an input is said with its field', async () => {
  const create = 'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } userErrors { code field } } }';
  const window = (start: number, hours: number) => ({ start: new Date(Date.now() + start * hour).toISOString(), end: new Date(Date.now() + (start + hours) * hour).toISOString() });
  const wrong: [object, string][] = [
    [{ description: ' ' }, 'description'], [{ description: 'x'.repeat(5_001) }, 'description'], [{ description: 'a\u0007b' }, 'description'], [{ description: '\u200B\u2060' }, 'description'], [{ idempotencyKey: 'short' }, 'idempotencyKey'],
    [{ windows: [window(-1, 2)] }, 'windows[0].start'], [{ windows: [window(1, 2), window(5, 26)] }, 'windows[1].end'], [{ windows: [window(1, 20), window(20, 20)] }, 'windows'], [{ windows: [window(401 * 24, 2)] }, 'windows[0].end'], [{ windows: Array.from({ length: 11 }, () => window(1, 2)) }, 'windows'],
    [{ productId: '' }, 'productId'], [{ addressId: 'a b' }, 'addressId'],
  ];
  for (const [n, [input, field]] of wrong.entries()) {
    const full = { productId: 'prd_1', addressId: 'adr_1', description: 'x', idempotencyKey: `wrong-key-${n}`, ...input };
    expect((await ticket.send(customer('cus_wrong'), create, { input: full })).data.createTicket).toEqual({ ticket: null, userErrors: [{ code: 'INVALID_INPUT', field }] });
  }
  expect((await ticket.sql.query(`SELECT count(*)::int AS n FROM ticket WHERE customer_id = 'cus_wrong'`)).rows).toEqual([{ n: 0 }]);
});
