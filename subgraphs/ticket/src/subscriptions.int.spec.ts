import type { Instance } from './testing/instance.ts';
import { admin, customer, expert, nobody, operative } from './testing/people.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
beforeAll(async () => {
  ({ ticket, story } = await startStory({ pollMs: 100 }));
  await ticket.sql.query(`INSERT INTO roster_expert_skill (expert_id, skill_id, level, verified) VALUES ('exp_3', 'skl_1', 2, true)`);
});
afterAll(() => ticket.stop());

const offers = 'subscription ($after: String) { offerReceived(after: $after) { cursor kind offer { id status expiresAt ticket { id number customer { id } product { id } } visit { id } } } }';
const changes = 'subscription ($id: ID!, $after: String) { ticketChanged(ticketId: $id, after: $after) { cursor change ticket { id status expert { id } visit { status } } } }';
type Stream = Awaited<ReturnType<Instance['subscribe']>>;
type OfferEvent = { cursor: string; kind: string; offer: { id: string; status: string } };

async function takeOffers(stream: Stream, n: number): Promise<OfferEvent[]> {
  const taken: OfferEvent[] = [];
  while (taken.length < n) taken.push((await stream.next()).data.offerReceived);
  return taken;
}
async function takeChanges(stream: Stream, n: number) {
  const taken: { cursor: string; change: string; ticket: { status: string; expert: { id: string } | null; visit: object | null } }[] = [];
  while (taken.length < n) taken.push((await stream.next()).data.ticketChanged);
  return taken;
}

test('an expert sees open offers first, then what is new, and after a break exactly what was missed', async () => {
  const first = await story.offered(await story.created(), 'exp_2');
  const stream = await ticket.subscribe(expert('exp_2'), offers);
  const [open] = await takeOffers(stream, 1);
  expect(open).toMatchObject({ kind: 'RECEIVED', offer: { id: first.offerId, status: 'OFFERED', ticket: { customer: { id: 'cus_1' }, product: { id: 'prd_1' } }, visit: { id: first.visitId } } });
  const second = await story.offered(await story.created(), 'exp_2');
  const [next] = await takeOffers(stream, 1);
  expect(next).toMatchObject({ kind: 'RECEIVED', offer: { id: second.offerId } });
  await stream.stop();
  await ticket.send(expert('exp_2'), 'mutation ($id: ID!) { refuseOffer(input: { offerId: $id, reason: TOO_FAR }) { offer { id } } }', { id: second.offerId });
  const third = await story.accepted(await story.created(), 'exp_2');
  const again = await ticket.subscribe(expert('exp_2'), offers, { after: next!.cursor });
  expect((await takeOffers(again, 3)).map(({ kind, offer }) => [kind, offer.id])).toEqual([['REFUSED', second.offerId], ['RECEIVED', third.offerId], ['ACCEPTED', third.offerId]]);
  await again.stop();
});

test('whoever breaks off among the open offers goes on with the next of them; after the last, nothing comes again', async () => {
  const opened: string[] = [];
  for (let n = 0; n < 3; n += 1) opened.push((await story.offered(await story.created({}, 'cus_open'), 'exp_3', 20_000 + 3 * n)).offerId);
  const stream = await ticket.subscribe(expert('exp_3'), offers);
  const [first] = await takeOffers(stream, 1);
  await stream.stop();
  const rest = await ticket.subscribe(expert('exp_3'), offers, { after: first!.cursor });
  const others = await takeOffers(rest, 2);
  await rest.stop();
  expect([first!, ...others].map(({ offer }) => offer.id)).toEqual(opened);
  const all = await ticket.subscribe(expert('exp_3'), offers);
  const last = (await takeOffers(all, 3)).at(-1)!;
  await all.stop();
  const later = await ticket.subscribe(expert('exp_3'), offers, { after: last.cursor });
  const { offerId } = await story.offered(await story.created({}, 'cus_open'), 'exp_3', 20_100);
  expect((await takeOffers(later, 1)).map(({ offer }) => offer.id)).toEqual([offerId]);
  await later.stop();
});

test('many writers at once, a subscriber who leaves and comes back all the time: every event once, in order', async () => {
  const perWriter = 6;
  const writers = Array.from({ length: 8 }, (_, writer) => (async () => {
    for (let n = 0; n < perWriter; n += 1) {
      const { offerId } = await story.offered(await story.created({}, `cus_w${writer}`), 'exp_1', 1_000 + 3 * (writer * perWriter + n));
      await ticket.send(expert(), 'mutation ($id: ID!) { refuseOffer(input: { offerId: $id, reason: OTHER }) { offer { id } } }', { id: offerId });
    }
  })());
  const seen: OfferEvent[] = [];
  let after: string | undefined = Buffer.from('expert:exp_1|0').toString('base64url');
  while (seen.length < 8 * perWriter * 2) {
    const stream = await ticket.subscribe(expert(), offers, { after });
    seen.push(...(await takeOffers(stream, Math.min(7, 8 * perWriter * 2 - seen.length))));
    await stream.stop();
    after = seen.at(-1)!.cursor;
  }
  await Promise.all(writers);
  const { rows } = await ticket.sql.query(`SELECT kind, offer_id FROM expert_feed WHERE expert_id = 'exp_1' ORDER BY sequence`);
  expect(seen.map(({ kind, offer }) => ({ kind, offer_id: offer.id }))).toEqual(rows);
  expect(new Set(seen.map(({ cursor }) => cursor)).size).toBe(seen.length);
}, 180_000);

test('a customer sees each step, who comes only once it is certain, and no internal comment', async () => {
  const id = await story.created();
  const stream = await ticket.subscribe(customer(), changes, { id });
  expect(await takeChanges(stream, 1)).toMatchObject([{ change: 'CURRENT', ticket: { status: 'NEW', expert: null } }]);
  const { offerId } = await story.offered(id, 'exp_1', 5_000);
  const searching = await takeChanges(stream, 2);
  expect(searching.map(({ change }) => change)).toEqual(['ENTITLEMENT_RECORDED', 'TICKET_UPDATED']);
  expect(searching[1]!.ticket).toMatchObject({ status: 'OFFERED', expert: null, visit: null });
  await ticket.send(operative, 'mutation ($id: ID!) { addComment(input: { ticketId: $id, body: "Difficult.", visibility: INTERNAL }) { comment { id } } }', { id });
  await ticket.send(expert(), 'mutation ($id: ID!) { acceptOffer(input: { offerId: $id }) { offer { id } } }', { id: offerId });
  const [accepted] = await takeChanges(stream, 1);
  expect(accepted).toMatchObject({ change: 'OFFER_ACCEPTED', ticket: { status: 'ACCEPTED', expert: { id: 'exp_1' }, visit: { status: 'SCHEDULED' } } });
  await stream.stop();
  const staff = await ticket.subscribe(operative, changes, { id, after: searching[1]!.cursor });
  expect((await takeChanges(staff, 2)).map(({ change }) => change)).toEqual(['COMMENT_ADDED', 'OFFER_ACCEPTED']);
  await staff.stop();
});

test('what another process wrote without waking anybody is seen at the next poll', async () => {
  const id = await story.created();
  const stream = await ticket.subscribe(customer(), changes, { id });
  await takeChanges(stream, 1);
  await ticket.sql.query(`WITH changed AS (UPDATE ticket SET version = version + 1 WHERE id = $1 RETURNING id, version) INSERT INTO ticket_event SELECT id || ':' || version, id, version, 'TICKET_UPDATED', '{}', 'PUBLIC', now() FROM changed`, [id]);
  expect(await takeChanges(stream, 1)).toMatchObject([{ change: 'TICKET_UPDATED' }]);
  await stream.stop();
});

async function refusalOf(who: Parameters<Instance['subscribe']>[0], query: string, variables: Record<string, unknown>): Promise<string> {
  const stream = await ticket.subscribe(who, query, variables);
  const { errors } = await stream.next();
  await stream.stop();
  return errors?.[0]?.extensions.code ?? 'seen';
}

test.each([
  ['nobody', nobody, 'UNAUTHENTICATED'], ['a customer', customer(), 'FORBIDDEN'], ['an admin', admin, 'FORBIDDEN'],
])('offers are not for %s', async (_, who, code) => {
  expect(await refusalOf(who, offers, {})).toBe(code);
});

test("no cursor that is not ours, no other expert's cursor, no other customer's ticket", async () => {
  const id = await story.created();
  const cursor = (text: string) => Buffer.from(text).toString('base64url');
  for (const after of ['nonsense', cursor('expert:exp_1|999999'), cursor('expert:exp_2|0'), cursor('expert:exp_1|-1'), cursor('expert:exp_1|1e0')]) {
    expect(await refusalOf(expert(), offers, { after })).toBe('BAD_USER_INPUT');
  }
  expect(await refusalOf(customer(), changes, { id, after: cursor(`ticket:${id}|99`) })).toBe('BAD_USER_INPUT');
  expect(await refusalOf(customer('cus_2'), changes, { id })).toBe('FORBIDDEN');
  expect(await refusalOf(customer('cus_2'), changes, { id: 'tic_none' })).toBe('FORBIDDEN');
});
