import { startInstance } from './testing/instance.ts';
import type { Instance } from './testing/instance.ts';
import { admin, customer, operative, service } from './testing/people.ts';
import { aTicketInput, createTicket } from './testing/story.ts';

let ticket: Instance;
beforeAll(async () => void (ticket = await startInstance()));
afterAll(() => ticket.stop());

const claim = async (claimedId: string, customerId: string, who = service) =>
  (await ticket.send(who, 'mutation ($input: ClaimTicketsInput!) { claimTickets(input: $input) { remaining userErrors { code field } } }', { input: { claimedId, customerId } }));
const importRows = async (customerId: string, from: number, count: number, source = 'desk') => {
  const rows = Array.from({ length: count }, (_, n) => ({ externalId: `${source}-${from + n}`, customerId, productName: 'TV', description: 'Broken.', priority: 'P3', status: 'CLOSED', createdAt: '2026-01-02T10:00:00Z', resolvedAt: '2026-01-03T10:00:00Z' }));
  const { data, errors } = await ticket.send(admin, 'mutation ($input: ImportTicketsInput!) { importTickets(input: $input) { results { outcome reason ticket { id } } userErrors { code } } }', { input: { source, rows } });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.importTickets.results as { outcome: string; reason: string | null; ticket: { id: string } }[];
};
const owners = async (...ids: string[]) =>
  Object.fromEntries((await ticket.sql.query<{ customer_id: string; n: number }>('SELECT customer_id, count(*)::int AS n FROM ticket WHERE customer_id = ANY ($1) GROUP BY 1', [ids])).rows.map(({ customer_id, n }) => [customer_id, n]));
const create = async (who: typeof operative, more: Record<string, unknown>) => (await ticket.send(who, createTicket, { input: aTicketInput(more) })).data.createTicket.ticket.id as string;

test('the tickets of a claimed record become the customer\'s, whole, with an entry in their history; repeating changes nothing', async () => {
  const [imported] = await importRows('cus_old', 0, 1);
  const live = await create(operative, { onBehalfOf: 'cus_old' });
  const before = (await ticket.sql.query('SELECT count(*)::int AS n FROM ticket_history WHERE ticket_id = $1', [live])).rows[0].n;
  expect((await claim('cus_old', 'cus_new')).data.claimTickets).toEqual({ remaining: 0, userErrors: [] });
  const seen = await ticket.send(customer('cus_new'), 'query ($id: ID!) { ticket(id: $id) { status customer { id } history { edges { node { fromStatus toStatus reason actor { kind id } } } } } }', { id: live });
  expect(seen.data.ticket).toMatchObject({ status: 'NEW', customer: { id: 'cus_new' } });
  expect(seen.data.ticket.history.edges.at(-1).node).toEqual({ fromStatus: 'NEW', toStatus: 'NEW', reason: 'Claimed by the customer who proved the e-mail address.', actor: { kind: 'SYSTEM', id: 'customer' } });
  await claim('cus_old', 'cus_new');
  expect(await owners('cus_old', 'cus_new')).toEqual({ cus_new: 2 });
  expect((await ticket.sql.query('SELECT count(*)::int AS n FROM ticket_history WHERE ticket_id = $1', [live])).rows[0].n).toBe(before + 1);
  expect((await ticket.send(customer('cus_old'), 'query ($id: ID!) { ticket(id: $id) { id } }', { id: imported!.ticket.id })).data.ticket).toBeNull();
});

test('what still comes under the old id goes to the customer', async () => {
  await claim('cus_gone', 'cus_there');
  await importRows('cus_gone', 10, 2);
  await create(operative, { onBehalfOf: 'cus_gone' });
  expect(await owners('cus_gone', 'cus_there')).toEqual({ cus_there: 3 });
});

test('no ticket is left behind, whatever comes while it is claimed', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [old, owner] = [`cus_race_${round}`, `cus_owner_${round}`];
    await importRows(old, 0, 3, `race-${round}`);
    await Promise.all([
      importRows(old, 3, 5, `race-${round}`), create(operative, { onBehalfOf: old }), claim(old, owner), importRows(old, 8, 5, `race-${round}`), create(operative, { onBehalfOf: old }), claim(old, owner),
    ]);
    expect(await owners(old, owner)).toEqual({ [owner]: 15 });
  }
});

test('a hundred at a time', async () => {
  for (const from of [0, 100]) await importRows('cus_many', from, 70, `many-${from}`);
  const first = await claim('cus_many', 'cus_all');
  expect(first.data.claimTickets.remaining).toBe(40);
  expect((await claim('cus_many', 'cus_all')).data.claimTickets.remaining).toBe(0);
  expect(await owners('cus_many', 'cus_all')).toEqual({ cus_all: 140 });
});

test('a record is claimed by one customer for good, and by services only', async () => {
  await claim('cus_mine', 'cus_me');
  expect((await claim('cus_mine', 'cus_you')).data.claimTickets.userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'claimedId' }]);
  expect((await claim('cus_mine', 'cus_me', admin)).errors![0]!.extensions['code']).toBe('FORBIDDEN');
  await expect(ticket.sql.query(`UPDATE claimed_customer SET customer_id = 'cus_you'`)).rejects.toMatchObject({ constraint: 'claimed_customer_final' });
});
