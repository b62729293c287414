import type { Instance } from './testing/instance.ts';
import { customer, expert, operative } from './testing/people.ts';
import { aTicketInput, createTicket } from './testing/story.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
beforeAll(async () => {
  ({ ticket, story } = await startStory());
  // Whoever loses a race here keeps an open ticket: one customer has more of them than a real one may.
  await ticket.sql.query(`UPDATE service_policy SET policy = jsonb_set(policy, '{limits}', policy -> 'limits' || '{"openTickets": 1000, "ticketsPerDay": 1000}')`);
});
afterAll(() => ticket.stop());

const times = (n: number) => Array.from({ length: n }, (_, index) => index);
const accept = 'mutation ($id: ID!) { done: acceptOffer(input: { offerId: $id }) { userErrors { code } } }';
const refuse = 'mutation ($id: ID!) { done: refuseOffer(input: { offerId: $id, reason: OTHER }) { userErrors { code } } }';
const cancel = 'mutation ($id: ID!) { done: cancelTicket(input: { ticketId: $id, reason: "x" }) { userErrors { code } } }';
const codes = (answers: Awaited<ReturnType<Instance['send']>>[]) => answers.map(({ data }) => data.done.userErrors[0]?.code ?? 'DONE');

test('accept against refuse of one offer: exactly one wins, 50 times', async () => {
  const outcomes = new Set<string>();
  for (const round of times(50)) {
    const { offerId } = await story.offered(await story.created({ productId: 'prd_1' }), 'exp_2', 10 * (round + 1));
    const [first, second] = round % 2 ? [accept, refuse] : [refuse, accept];
    const got = codes(await Promise.all([ticket.send(expert('exp_2'), first, { id: offerId }), ticket.send(expert('exp_2'), second, { id: offerId })]));
    expect(got.toSorted()).toEqual(['DONE', 'OFFER_NOT_OPEN']);
    outcomes.add(got[0] === 'DONE' ? first : second);
  }
  expect(outcomes.size).toBe(2);
}, 180_000);

test('accept against cancel: the ticket is either booked and then cancelled, or cancelled and never booked; the expert is free, 50 times', async () => {
  const outcomes = new Set<string>();
  for (const round of times(50)) {
    const id = await story.created();
    const { offerId } = await story.offered(id, 'exp_1', 10 * (round + 1));
    const both = [() => ticket.send(expert(), accept, { id: offerId }), () => ticket.send(customer(), cancel, { id })];
    const order = round % 2 ? both : both.toReversed();
    const answers = codes(await Promise.all(order.map((send) => send())));
    const [accepted, cancelled] = round % 2 ? answers : answers.toReversed();
    // A cancel is allowed after an accept as well: what must never be is an accept after the cancel.
    expect(cancelled).toBe('DONE');
    expect(['DONE', 'OFFER_NOT_OPEN']).toContain(accepted);
    outcomes.add(accepted!);
    const { rows } = await ticket.sql.query(`SELECT array_agg(to_status ORDER BY sequence) AS way FROM ticket_history WHERE ticket_id = $1 AND sequence > 2`, [id]);
    expect(rows[0].way).toEqual(accepted === 'DONE' ? ['OFFERED', 'ACCEPTED', 'CANCELLED'] : ['OFFERED', 'CANCELLED']);
    const { rows: held } = await ticket.sql.query('SELECT count(*)::int AS n FROM offer WHERE ticket_id = $1 AND released_at IS NULL', [id]);
    expect(held[0].n).toBe(0);
    const { rows: told } = await ticket.sql.query(`SELECT count(*)::int AS n FROM outbox WHERE aggregate_id = $1 AND type = 'offer_accepted'`, [id]);
    expect(told[0].n).toBe(accepted === 'DONE' ? 1 : 0);
  }
  expect(outcomes.size).toBe(2);
}, 180_000);

test('arriving against cancelling: exactly one wins, 50 times', async () => {
  const arrive = 'mutation ($id: ID!) { done: arriveOnSite(input: { visitId: $id }) { userErrors { code } } }';
  for (const round of times(50)) {
    const id = await story.created();
    const { visitId } = await story.accepted(id);
    await ticket.send(expert(), 'mutation ($id: ID!) { startTravel(input: { visitId: $id }) { userErrors { code } } }', { id: visitId });
    const both = [() => ticket.send(expert(), arrive, { id: visitId }), () => ticket.send(operative, cancel, { id })];
    const answers = codes(await Promise.all((round % 2 ? both : both.toReversed()).map((send) => send())));
    expect(answers.toSorted()).toEqual(['DONE', 'WRONG_STATUS']);
    if ((await story.ticket(id)).status === 'ON_SITE') await ticket.send(expert(), 'mutation ($id: ID!) { completeVisit(input: { visitId: $id, outcome: FIXED }) { userErrors { code } } }', { id: visitId });
  }
}, 180_000);

test('an expert who cannot arrive against a cancel: cancelled in the end, nobody is held, and whoever came first is in the history, 40 times', async () => {
  const cannot = 'mutation ($id: ID!) { done: cannotArrive(input: { visitId: $id, reason: "A flat tyre." }) { userErrors { code } } }';
  const outcomes = new Set<string>();
  for (const round of times(40)) {
    const id = await story.created();
    const { visitId } = await story.accepted(id);
    const both = [() => ticket.send(expert(), cannot, { id: visitId }), () => ticket.send(customer(), cancel, { id })];
    const answers = codes(await Promise.all((round % 2 ? both : both.toReversed()).map((send) => send())));
    const [gaveBack, cancelled] = round % 2 ? answers : answers.toReversed();
    expect(cancelled).toBe('DONE');
    expect(['DONE', 'WRONG_STATUS']).toContain(gaveBack);
    outcomes.add(gaveBack!);
    const { rows } = await ticket.sql.query(`SELECT array_agg(to_status ORDER BY sequence) AS way, (SELECT count(*)::int FROM offer WHERE ticket_id = $1 AND released_at IS NULL) AS held FROM ticket_history WHERE ticket_id = $1 AND sequence > 4`, [id]);
    expect(rows).toEqual([{ way: gaveBack === 'DONE' ? ['AWAITING_DISPATCH', 'CANCELLED'] : ['CANCELLED'], held: 0 }]);
  }
  expect(outcomes.size).toBe(2);
}, 180_000);

test('created 50 times at once with one key: one ticket, one message, 50 equal answers', async () => {
  const input = aTicketInput({ productId: 'prd_1' });
  const answers = await Promise.all(times(50).map(() => ticket.send(customer('cus_50'), createTicket, { input })));
  expect(answers.filter(({ errors }) => errors)).toEqual([]);
  expect(new Set(answers.map(({ data }) => data.createTicket.ticket.id)).size).toBe(1);
  const { rows } = await ticket.sql.query(`SELECT count(*)::int AS n, (SELECT count(*)::int FROM outbox WHERE aggregate_id = max(t.id)) AS messages FROM ticket t WHERE customer_id = 'cus_50'`);
  expect(rows).toEqual([{ n: 1, messages: 1 }]);
});

test('a key of another request is refused; the same key of another creator is another ticket', async () => {
  const input = aTicketInput();
  const first = await ticket.send(customer(), createTicket, { input });
  const other = await ticket.send(customer(), createTicket, { input: { ...input, description: 'Something else.' } });
  expect(other.data.createTicket).toMatchObject({ ticket: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' }] });
  const stranger = await ticket.send(customer('cus_51'), createTicket, { input });
  expect(stranger.data.createTicket.ticket.id).not.toBe(first.data.createTicket.ticket.id);
});

test('250 customers at once: every answer is a ticket that is there, numbers are unique', async () => {
  const answers = await Promise.all(times(250).map((n) => ticket.send(customer(`cus_b${n}`), createTicket, { input: aTicketInput() })));
  expect(answers.filter(({ errors }) => errors)).toEqual([]);
  const numbers = answers.map(({ data }) => data.createTicket.ticket.number as string);
  expect(new Set(numbers).size).toBe(250);
  const { rows } = await ticket.sql.query('SELECT count(*)::int AS n FROM ticket t JOIN ticket_history h ON h.ticket_id = t.id AND h.sequence = 1 WHERE number = ANY ($1)', [numbers]);
  expect(rows).toEqual([{ n: 250 }]);
}, 180_000);

test('two offers of one slot placed at once: one is stored, the other is OVERLAP and leaves nothing behind', async () => {
  const ids = await Promise.all(times(2).map(() => story.created()));
  const placed = await Promise.allSettled(ids.map((id) => story.offered(id, 'exp_1', 9_000)));
  expect(placed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(placed.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { message: expect.stringMatching(/booked at that time/) } });
  const { rows } = await ticket.sql.query(`SELECT status FROM ticket WHERE id = ANY ($1) ORDER BY status`, [ids]);
  expect(rows).toEqual([{ status: 'AWAITING_DISPATCH' }, { status: 'OFFERED' }]);
});
