import type { Instance } from './testing/instance.ts';
import { customer, expert, manager, operative } from './testing/people.ts';
import { aTicketInput, createTicket } from './testing/story.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
beforeAll(async () => void ({ ticket, story } = await startStory()));
afterAll(() => ticket.stop());

const detail = `query ($id: ID!) { ticket(id: $id) {
  id number status priority description createdAt windows { start end } product { id } customer { id } address { id } contract { id } expert { id }
  visit { id status scheduledStart scheduledEnd outcome notes expert { id } ticket { id } } attention { reason summary since } sla { respondBy arriveBy breached } resolution rating
  history(first: 50) { edges { node { sequence at actor { kind id } fromStatus toStatus reason } } pageInfo { hasNextPage } }
  comments(first: 20) { edges { node { id author { kind id } body visibility createdAt } } } } }`;
const outbox = async (id: string) => (await ticket.sql.query(`SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY version`, [id])).rows.map(({ type }) => type);

test('from the customer to the survey: every step is allowed once, is in the history, and tells who must know', async () => {
  const start = new Date(Date.now() + 24 * 3_600_000);
  const windows = [{ start: start.toISOString(), end: new Date(+start + 4 * 3_600_000).toISOString() }];
  const { data } = await ticket.send(customer(), createTicket, { input: aTicketInput({ windows, priority: 'P2' }) });
  expect(data.createTicket).toMatchObject({ userErrors: [], ticket: { status: 'NEW', priority: 'P2', product: { id: 'prd_1' }, customer: { id: 'cus_1' }, address: { id: 'adr_1' }, windows, possibleDuplicateOf: null, sla: { breached: false } } });
  expect(data.createTicket.ticket.number).toMatch(/^SYS-2\d{5}$/);
  const id = data.createTicket.ticket.id as string;
  await story.fixed(id);
  const seen = (await ticket.send(customer(), detail, { id })).data.ticket;
  expect(seen).toMatchObject({ status: 'COMPLETED', contract: { id: 'con_1' }, expert: { id: 'exp_1' }, resolution: 'New cable.', visit: { status: 'COMPLETED', outcome: 'FIXED', expert: { id: 'exp_1' }, ticket: { id } } });
  expect(seen.history.edges.map(({ node }: { node: { sequence: number; toStatus: string } }) => [node.sequence, node.toStatus])).toEqual([
    [1, 'NEW'], [2, 'AWAITING_DISPATCH'], [3, 'OFFERED'], [4, 'ACCEPTED'], [5, 'EN_ROUTE'], [6, 'ON_SITE'], [7, 'COMPLETED'],
  ]);
  expect(await outbox(id)).toEqual(['ticket_created', 'offer_accepted', 'visit_started', 'visit_arrived', 'visit_completed']);
  const { rows } = await ticket.sql.query(`SELECT released_at IS NOT NULL AS released FROM offer WHERE ticket_id = $1`, [id]);
  expect(rows).toEqual([{ released: true }]);
});

test('a customer sees neither expert nor visit before ACCEPTED, nor who refused', async () => {
  const id = await story.created();
  const { offerId } = await story.offered(id, 'exp_1');
  const see = async (who = customer()) => (await ticket.send(who, detail, { id })).data.ticket;
  expect(await see()).toMatchObject({ status: 'OFFERED', expert: null, visit: null });
  expect(await see(operative)).toMatchObject({ expert: { id: 'exp_1' }, visit: { status: 'PROPOSED' } });
  const refuse = 'mutation ($id: ID!) { refuseOffer(input: { offerId: $id, reason: TOO_FAR, note: "Other end of town" }) { offer { status refusalReason } userErrors { code } } }';
  expect((await ticket.send(expert(), refuse, { id: offerId })).data.refuseOffer).toEqual({ offer: { status: 'REFUSED', refusalReason: 'TOO_FAR' }, userErrors: [] });
  const refused = await see();
  expect(refused).toMatchObject({ status: 'AWAITING_DISPATCH', expert: null, visit: null });
  expect(JSON.stringify(refused)).not.toMatch(/exp_1|TOO_FAR|Other end/);
  expect(JSON.stringify(await see(manager))).toMatch(/Other end of town/);
  await story.accepted(id, 'exp_2');
  expect(await see()).toMatchObject({ status: 'ACCEPTED', expert: { id: 'exp_2' }, visit: { status: 'SCHEDULED' } });
});

test('accepting may be repeated; a refused offer cannot be accepted any more', async () => {
  const accept = 'mutation ($id: ID!) { acceptOffer(input: { offerId: $id }) { offer { status ticket { id } visit { id } expert { id } } ticket { status expert { id } } userErrors { code } } }';
  const id = await story.created();
  const { offerId } = await story.offered(id);
  for (const _ of [1, 2]) {
    expect((await ticket.send(expert(), accept, { id: offerId })).data.acceptOffer).toMatchObject({ offer: { status: 'ACCEPTED' }, ticket: { status: 'ACCEPTED', expert: { id: 'exp_1' } }, userErrors: [] });
  }
  expect((await outbox(id)).filter((type) => type === 'offer_accepted')).toHaveLength(1);
  const refuse = 'mutation ($id: ID!) { refuseOffer(input: { offerId: $id, reason: OTHER }) { offer { id } userErrors { code } } }';
  expect((await ticket.send(expert(), refuse, { id: offerId })).data.refuseOffer).toEqual({ offer: null, userErrors: [{ code: 'OFFER_NOT_OPEN' }] });
});

test('an offer past its time cannot be accepted, even before anybody has expired it', async () => {
  const { offerId } = await story.offered(await story.created());
  await ticket.sql.query(`UPDATE offer SET expires_at = now() - interval '1 second' WHERE id = $1`, [offerId]);
  const { data } = await ticket.send(expert(), 'mutation ($id: ID!) { acceptOffer(input: { offerId: $id }) { offer { id } userErrors { code message } } }', { id: offerId });
  expect(data.acceptOffer).toMatchObject({ offer: null, userErrors: [{ code: 'OFFER_NOT_OPEN', message: 'This offer has expired.' }] });
});

test('cannot arrive: the ticket waits again, the customer is told neither who said so nor why, and a stranger has no such visit', async () => {
  const cannot = 'mutation ($id: ID!, $reason: String!) { cannotArrive(input: { visitId: $id, reason: $reason }) { visit { id status expert { id } scheduledStart } ticket { id status expert { id } } userErrors { code field } } }';
  const say = async (id: string, reason = 'A flat tyre.', who = expert()) => (await ticket.send(who, cannot, { id, reason })).data.cannotArrive;
  const id = await story.created();
  const { visitId } = await story.accepted(id);
  expect(await say(visitId, 'A flat tyre.', expert('exp_2'))).toMatchObject({ ticket: null, userErrors: [{ code: 'NOT_FOUND' }] });
  expect(await say(visitId, ' ')).toMatchObject({ ticket: null, userErrors: [{ code: 'INVALID_INPUT', field: 'reason' }] });
  const done = { visit: { id: visitId, status: 'PROPOSED', expert: null, scheduledStart: null }, ticket: { id, status: 'AWAITING_DISPATCH', expert: null }, userErrors: [] };
  expect(await say(visitId)).toEqual(done);
  expect(await say(visitId)).toEqual(done);
  expect(await say(visitId, 'Something else.')).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
  expect((await outbox(id)).filter((type) => type === 'expert_cannot_arrive')).toHaveLength(1);
  const seen = JSON.stringify((await ticket.send(customer(), detail, { id })).data.ticket);
  expect(seen).not.toMatch(/flat tyre/);
  expect(seen).toMatch(/"fromStatus":"ACCEPTED","toStatus":"AWAITING_DISPATCH","reason":null/);
  expect(JSON.stringify((await ticket.send(manager, detail, { id })).data.ticket)).toMatch(/flat tyre/);
  const { rows: feed } = await ticket.sql.query(`SELECT kind FROM expert_feed f JOIN offer o ON o.id = f.offer_id WHERE o.ticket_id = $1 ORDER BY f.sequence`, [id]);
  expect(feed.map(({ kind }) => kind)).toEqual(['RECEIVED', 'ACCEPTED', 'REFUSED']);
});

test('cancelling is free before the way, late on it with the reason kept, and from the customer on only the expert ends the visit', async () => {
  const cancel = async (id: string) =>
    (await ticket.send(customer(), 'mutation ($id: ID!) { cancelTicket(input: { ticketId: $id, reason: "It works again." }) { ticket { status visit { status } } userErrors { code message } } }', { id })).data.cancelTicket;
  const kept = async (id: string) =>
    (await ticket.sql.query(`SELECT h.from_status AS from, h.reason, m.payload ->> 'late' AS late, m.payload -> 'withdrawn' ->> 'expertId' AS freed FROM ticket_history h JOIN outbox m ON m.aggregate_id = h.ticket_id AND m.type = 'ticket_cancelled' WHERE h.ticket_id = $1 AND h.to_status = 'CANCELLED'`, [id])).rows;
  const free = await story.created();
  await story.accepted(free);
  expect(await cancel(free)).toMatchObject({ ticket: { status: 'CANCELLED' }, userErrors: [] });
  expect(await kept(free)).toEqual([{ from: 'ACCEPTED', reason: 'It works again.', late: 'false', freed: 'exp_1' }]);
  const late = await story.created();
  const { visitId } = await story.accepted(late);
  await ticket.send(expert(), 'mutation ($id: ID!) { startTravel(input: { visitId: $id }) { userErrors { code } } }', { id: visitId });
  expect(await cancel(late)).toMatchObject({ ticket: { status: 'CANCELLED' }, userErrors: [] });
  expect(await kept(late)).toEqual([{ from: 'EN_ROUTE', reason: 'It works again.', late: 'true', freed: 'exp_1' }]);
  const there = await story.created();
  const visit = await story.onSite(there);
  expect(await cancel(there)).toEqual({ ticket: null, userErrors: [{ code: 'WRONG_STATUS', message: expect.stringMatching(/only they can end the visit/) }] });
  await ticket.send(expert(), complete('FOLLOW_UP_NEEDED'), { id: visit.visitId });
  expect(await cancel(there)).toMatchObject({ ticket: { status: 'CANCELLED' }, userErrors: [] });
});

const complete = (outcome: string, more = '') =>
  `mutation ($id: ID!) { completeVisit(input: { visitId: $id, outcome: ${outcome}, notes: "n" ${more} }) { visit { status outcome } ticket { id status visit { id status } } article { id title } userErrors { code field } } }`;

const noEntryFrom = 'query ($id: ID!) { ticket(id: $id) { visit { noEntryFrom } sla { pausedAt } } }';

test('not fixed: a follow-up visit; nobody at home: on hold, and new times bring it back', async () => {
  const id = await story.created();
  const first = await story.onSite(id);
  expect((await ticket.send(expert(), complete('FOLLOW_UP_NEEDED'), { id: first.visitId })).data.completeVisit).toMatchObject({ visit: { outcome: 'FOLLOW_UP_NEEDED' }, ticket: { status: 'AWAITING_DISPATCH' } });
  const second = await story.onSite(id, 'exp_2');
  expect(second.visitId).not.toBe(first.visitId);
  const early = (await ticket.send(expert('exp_2'), complete('NO_ENTRY'), { id: second.visitId })).data.completeVisit;
  expect(early).toMatchObject({ ticket: null, userErrors: [{ code: 'TOO_EARLY', field: 'outcome' }] });
  const from = (await ticket.send(expert('exp_2'), noEntryFrom, { id })).data.ticket.visit.noEntryFrom as string;
  expect(Date.parse(from) - Date.now()).toBeGreaterThan(14 * 60_000);
  await story.waited(second.visitId);
  expect((await ticket.send(expert('exp_2'), complete('NO_ENTRY'), { id: second.visitId })).data.completeVisit).toMatchObject({ visit: { outcome: 'NO_ENTRY' }, ticket: { status: 'ON_HOLD' } });
  expect((await ticket.send(customer(), noEntryFrom, { id })).data.ticket).toEqual({ visit: { noEntryFrom: null }, sla: { pausedAt: expect.any(String) } });
  const start = Date.now() + 48 * 3_600_000;
  const update = 'mutation ($input: UpdateTicketInput!) { updateTicket(input: $input) { ticket { status } userErrors { code } } }';
  const windows = [{ start: new Date(start).toISOString(), end: new Date(start + 7_200_000).toISOString() }];
  expect((await ticket.send(customer(), update, { input: { ticketId: id, windows } })).data.updateTicket).toEqual({ ticket: { status: 'AWAITING_DISPATCH' }, userErrors: [] });
  const { rows } = await ticket.sql.query(`SELECT payload -> 'replan' AS replan FROM outbox WHERE aggregate_id = $1 AND type = 'ticket_updated'`, [id]);
  expect(rows).toEqual([{ replan: true }]);
  expect((await ticket.send(customer(), noEntryFrom, { id })).data.ticket.sla).toEqual({ pausedAt: null });
  const third = await story.offered(id, 'exp_1');
  expect(third.visitId).not.toBe(second.visitId);
});

test('an article is on its way with an id of its own, only when it was fixed', async () => {
  const id = await story.created();
  const { visitId } = await story.onSite(id);
  const article = 'publishArticle: { title: "What to do", body: "This.", tags: ["tv"] }';
  expect((await ticket.send(expert(), complete('NO_ENTRY', article), { id: visitId })).data.completeVisit).toMatchObject({ article: null, userErrors: [{ code: 'INVALID_INPUT', field: 'publishArticle' }] });
  const { data } = await ticket.send(expert(), complete('FIXED', article), { id: visitId });
  expect(data.completeVisit).toMatchObject({ visit: { status: 'COMPLETED' }, ticket: { status: 'COMPLETED' }, article: { id: expect.stringMatching(/^art_/), title: 'What to do' }, userErrors: [] });
  const { rows } = await ticket.sql.query(`SELECT payload -> 'article' ->> 'body' AS body FROM outbox WHERE aggregate_id = $1 AND type = 'visit_completed'`, [id]);
  expect(rows).toEqual([{ body: 'This.' }]);
  const entity = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Article { tickets(first: 5) { edges { node { id } } totalCount } } } }';
  const of = async (who = expert()) => (await ticket.send(who, entity, { r: [{ __typename: 'Article', id: data.completeVisit.article.id }] })).data._entities[0].tickets;
  expect(await of()).toEqual({ edges: [{ node: { id } }], totalCount: 1 });
  expect(await of(expert('exp_2'))).toEqual({ edges: [], totalCount: 0 });
});

test('a change of times that the booked slot does not fit gives the expert free and looks again', async () => {
  const id = await story.created();
  await story.accepted(id);
  const start = Date.now() + 400 * 3_600_000;
  const update = 'mutation ($input: UpdateTicketInput!) { updateTicket(input: $input) { ticket { status expert { id } } userErrors { code } } }';
  const windows = [{ start: new Date(start).toISOString(), end: new Date(start + 7_200_000).toISOString() }];
  expect((await ticket.send(operative, update, { input: { ticketId: id, windows } })).data.updateTicket).toEqual({ ticket: { status: 'AWAITING_DISPATCH', expert: null }, userErrors: [] });
  const { rows } = await ticket.sql.query(`SELECT payload -> 'withdrawn' ->> 'expertId' AS expert FROM outbox WHERE aggregate_id = $1 AND type = 'ticket_updated'`, [id]);
  expect(rows).toEqual([{ expert: 'exp_1' }]);
  const { rows: feed } = await ticket.sql.query(`SELECT kind FROM expert_feed f JOIN offer o ON o.id = f.offer_id WHERE o.ticket_id = $1 ORDER BY f.sequence`, [id]);
  expect(feed.map(({ kind }) => kind)).toEqual(['RECEIVED', 'ACCEPTED', 'WITHDRAWN']);
});

test('comments: the customer sees PUBLIC ones only', async () => {
  const id = await story.created();
  const add = 'mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id body visibility author { kind id } } userErrors { code field } } }';
  expect((await ticket.send(customer(), add, { input: { ticketId: id, body: 'Please ring twice.' } })).data.addComment.comment).toMatchObject({ visibility: 'PUBLIC', author: { kind: 'CUSTOMER', id: 'cus_1' } });
  expect((await ticket.send(operative, add, { input: { ticketId: id, body: 'Angry.', visibility: 'INTERNAL' } })).data.addComment.comment).toMatchObject({ visibility: 'INTERNAL' });
  expect((await ticket.send(customer(), add, { input: { ticketId: id, body: ' ' } })).data.addComment).toMatchObject({ comment: null, userErrors: [{ code: 'INVALID_INPUT', field: 'body' }] });
  const bodies = async (who = customer()) => (await ticket.send(who, detail, { id })).data.ticket.comments.edges.map(({ node }: { node: { body: string } }) => node.body);
  expect(await bodies()).toEqual(['Please ring twice.']);
  expect(await bodies(operative)).toEqual(['Angry.', 'Please ring twice.']);
});

test('the same customer, product and open ticket: warned and linked', async () => {
  const first = await story.created({ productId: 'prd_9' });
  const { data } = await ticket.send(customer(), createTicket, { input: aTicketInput({ productId: 'prd_9' }) });
  expect(data.createTicket).toMatchObject({ userErrors: [], ticket: { possibleDuplicateOf: { id: first } } });
  const other = await ticket.send(customer('cus_2'), createTicket, { input: aTicketInput({ productId: 'prd_9' }) });
  expect(other.data.createTicket.ticket.possibleDuplicateOf).toBeNull();
});
