import { isRefusal } from './domain/decision.ts';
import { expireOffer } from './domain/expireOffer.ts';
import { system } from './domain/ticket.ts';
import { changeTicket } from './storage/changeTicket.ts';
import type { Answer, Instance } from './testing/instance.ts';
import { customer, expert, manager } from './testing/people.ts';
import { aTicketInput, createTicket } from './testing/story.ts';
import { startStory, type Story } from './testing/startStory.ts';

// Hundreds at the same moment, on a machine that may be busy.
jest.setTimeout(180_000);

let ticket: Instance;
let story: Story;
beforeAll(async () => void ({ ticket, story } = await startStory()));
afterAll(() => ticket.stop());

const times = (n: number) => Array.from({ length: n }, (_, index) => index);
const accept = 'mutation ($id: ID!) { done: acceptOffer(input: { offerId: $id }) { userErrors { code } } }';
const assign = 'mutation ($id: ID!, $expertId: ID!, $start: DateTime!) { done: assignTicket(input: { ticketId: $id, expertId: $expertId, start: $start, reason: "I know." }) { userErrors { code } } }';
const codeOf = ({ data, errors }: Answer): string => errors?.[0]?.extensions.code ?? data.done.userErrors[0]?.code ?? 'DONE';
const counted = (codes: string[]) => Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, { length }]) => [code, length]));

test('promise 1: 300 creations at once with 6 keys: 6 tickets, each told once, and everybody gets the ticket of their key', async () => {
  const inputs = times(6).map(() => aTicketInput());
  const answers = await Promise.all(times(300).map((n) => ticket.send(customer(`cus_c${n % 2}`), createTicket, { input: inputs[n % 6] })));
  expect(answers.filter(({ errors }) => errors)).toEqual([]);
  const byKey = times(6).map((key) => new Set(answers.filter((_, n) => n % 6 === key).map(({ data }) => data.createTicket.ticket.id as string)));
  expect(byKey.map(({ size }) => size)).toEqual([1, 1, 1, 1, 1, 1]);
  const { rows } = await ticket.sql.query(`SELECT (SELECT count(*)::int FROM ticket_history WHERE ticket_id = t.id) AS history, (SELECT count(*)::int FROM outbox WHERE aggregate_id = t.id) AS told
    FROM ticket t WHERE customer_id IN ('cus_c0', 'cus_c1')`);
  expect(rows).toEqual(times(6).map(() => ({ history: 1, told: 1 })));
});

test('promise 6: 200 answers to one offer at once, half of them by somebody else: accepted once, told once, shown once', async () => {
  const { offerId } = await story.offered(await story.created(), 'exp_1');
  const codes = (await Promise.all(times(200).map((n) => ticket.send(expert(n % 2 ? 'exp_1' : 'exp_2'), accept, { id: offerId })))).map(codeOf);
  expect(counted(codes)).toEqual({ DONE: 100, NOT_FOUND: 100 });
  const { rows } = await ticket.sql.query(`SELECT (SELECT count(*)::int FROM outbox WHERE type = 'offer_accepted' AND payload ->> 'offerId' = $1) AS told,
    (SELECT array_agg(kind ORDER BY sequence) FROM expert_feed WHERE offer_id = $1) AS shown`, [offerId]);
  expect(rows).toEqual([{ told: 1, shown: ['RECEIVED', 'ACCEPTED'] }]);
});

describe('promises 3 and 5: an offer is accepted, expires, is overridden by a manager, and its ticket cancelled, all at the same moment', () => {
  const acts = ['accept', 'expire', 'assign', 'cancel'] as const;
  type Act = (typeof acts)[number];
  type Offered = { n: number; id: string; offerId: string; start: Date };
  type Round = { codes: Partial<Record<Act, string>>; way: string[]; live: number; after: string };
  const done = (answer: object) => (isRefusal(answer) ? answer.refused : 'DONE');

  const offeredAt = async (n: number, inHours: number): Promise<Offered> => {
    const id = await story.created({}, `cus_r${n}`);
    return { n, id, start: new Date(Date.now() + inHours * 3_600_000), ...(await story.offered(id, 'exp_1', inHours)) };
  };

  /** Each act begins within some milliseconds, in an order that differs from round to round. */
  const jitter = (n: number, act: Act) => new Promise((resolve) => setTimeout(resolve, (n * 37 + acts.indexOf(act) * 53 * (n % 5)) % 40));
  const does: Record<Act, (offered: Offered) => Promise<object>> = {
    accept: ({ offerId }) => ticket.application.commands.acceptOffer('exp_1', offerId),
    expire: ({ id, offerId }) => changeTicket(story.storage, { ticketId: id, actor: system('test'), decide: (present, now) => expireOffer(present, { offerId }, now) }),
    assign: ({ id, start }) => ticket.application.commands.assignTicket({ kind: 'MANAGER', id: 'usr_4' }, { ticketId: id, expertId: 'exp_2', start, reason: 'I know.' }),
    cancel: ({ id, n }) => ticket.application.commands.cancelTicket({ kind: 'CUSTOMER', id: `cus_r${n}` }, id, 'x'),
  };
  const outcome = `SELECT status AS after, (SELECT coalesce(array_agg(to_status ORDER BY sequence), '{}') FROM ticket_history WHERE ticket_id = t.id AND sequence > 3) AS way,
    (SELECT count(*)::int FROM offer WHERE ticket_id = t.id AND released_at IS NULL) AS live FROM ticket t WHERE id = $1`;

  async function race(offered: Offered, taking: readonly Act[]): Promise<Round> {
    const codes = Object.fromEntries(await Promise.all(taking.map(async (act) => [act, done(await jitter(offered.n, act).then(() => does[act](offered)))])));
    return { codes, ...(await ticket.sql.query(outcome, [offered.id])).rows[0] };
  }

  /** What history must have been for these answers to be true. */
  function explains({ codes, way }: Round): boolean {
    const answered = codes.accept === 'DONE' ? ['ACCEPTED'] : codes.expire === 'DONE' ? ['AWAITING_DISPATCH'] : [];
    // Whoever had the offer or booking is freed first, in the same transaction.
    const booked = codes.assign !== 'DONE' ? [] : codes.expire === 'DONE' ? ['ACCEPTED'] : ['AWAITING_DISPATCH', 'ACCEPTED'];
    return way.join() === [...answered, ...booked, ...(codes.cancel === 'DONE' ? ['CANCELLED'] : [])].join();
  }

  /** Of each three offers one has run out, one runs out in the midst of the race, one does not. */
  async function races(rounds: number, taking: readonly Act[], firstHour: number): Promise<Round[]> {
    const offered: Offered[] = [];
    for (const some of Map.groupBy(times(rounds), (n) => Math.floor(n / 10)).values()) offered.push(...(await Promise.all(some.map((n) => offeredAt(n, firstHour + 6 * n)))));
    await ticket.sql.query(`UPDATE offer SET expires_at = clock_timestamp() + (ARRAY['-1 second', '20 milliseconds', '1 minute'])[1 + n % 3]::interval
      FROM unnest($1::text[]) WITH ORDINALITY AS raced (id, n) WHERE offer.id = raced.id`, [offered.map(({ offerId }) => offerId)]);
    const all = await Promise.all(offered.map((one) => race(one, taking)));
    expect(all.filter((one) => !explains(one))).toEqual([]);
    expect(all.filter(({ codes }) => codes.accept === 'DONE' && codes.expire === 'DONE')).toEqual([]);
    // A race that always ends the same way is none.
    expect(new Set(all.map(({ way }) => way.join())).size).toBeGreaterThan(1);
    return all;
  }

  test('whatever came before it, a cancelled ticket holds nobody, and nothing comes after it', async () => {
    const all = await races(150, acts, 500);
    expect(all.map(({ after, live, codes }) => [after, live, codes.cancel])).toEqual(times(150).map(() => ['CANCELLED', 0, 'DONE']));
  });
  test('without the cancellation the manager has the last word, and exactly one expert is booked', async () => {
    const all = await races(90, ['accept', 'expire', 'assign'], 3_000);
    expect(all.map(({ after, live, codes }) => [after, live, codes.assign])).toEqual(times(90).map(() => ['ACCEPTED', 1, 'DONE']));
  });
  test('an answer in time against the end of that time: one of them, never both', async () => {
    const all = await races(90, ['accept', 'expire'], 6_000);
    expect(all.filter(({ after, live }) => !(after === 'OFFERED' ? live === 1 : live === (after === 'ACCEPTED' ? 1 : 0)))).toEqual([]);
  });
});

test('promise 3: 120 managers book one expert for 120 tickets within the same hours at once: no two overlap, and who was refused left nothing behind', async () => {
  const tickets = await Promise.all(times(120).map((n) => story.created({}, `cus_m${n}`)));
  const start = (n: number) => new Date(Date.now() + 20_000 * 3_600_000 + n * 60_000).toISOString();
  const codes = (await Promise.all(tickets.map((id, n) => ticket.send(manager, assign, { id, expertId: 'exp_2', start: start(n % 40) })))).map(codeOf);
  // All of these hours lie within an hour's visit of each other.
  expect(counted(codes)).toEqual({ DONE: 1, OVERLAP: 119 });
  const { rows } = await ticket.sql.query(`SELECT t.status, count(*)::int AS n, count(o.id)::int AS offers, count(v.id)::int AS visits FROM ticket t
    LEFT JOIN offer o ON o.ticket_id = t.id LEFT JOIN visit v ON v.ticket_id = t.id WHERE t.id = ANY ($1) GROUP BY t.status ORDER BY t.status`, [tickets]);
  expect(rows).toEqual([{ status: 'ACCEPTED', n: 1, offers: 1, visits: 1 }, { status: 'NEW', n: 119, offers: 0, visits: 0 }]);
});
