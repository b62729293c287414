import { markNeedsAttention } from './domain/markNeedsAttention.ts';
import { system } from './domain/ticket.ts';
import { changeTicket } from './storage/changeTicket.ts';
import type { Instance } from './testing/instance.ts';
import { customer, expert, manager, operative, service } from './testing/people.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
beforeAll(async () => void ({ ticket, story } = await startStory()));
afterAll(() => ticket.stop());

/** One whose address was not found among the customer's own. */
async function ofAStranger(reason: string): Promise<string> {
  const ticketId = await story.created();
  await ticket.sql.query('UPDATE ticket SET address_checked_at = NULL WHERE id = $1', [ticketId]);
  await changeTicket(story.storage, {
    ticketId, actor: system('test'), decide: (found, now) => markNeedsAttention(found, { reason, summary: 'A look.' }, now),
  });
  return ticketId;
}

const start = new Date(Date.now() + 3_000 * 3_600_000).toISOString();
const addressSeenBy = async (caller: typeof manager, id: string) =>
  (await ticket.send(caller, 'query ($id: ID!) { ticket(id: $id) { address { id } } }', { id })).data.ticket.address;

test.each(['UNKNOWN_ADDRESS', 'NOT_COVERED', 'UNKNOWN_PRODUCT', 'NO_EXPERT'])('%s, address not checked: no manager overrides it', async (reason) => {
  const ticketId = await ofAStranger(reason);
  const look = 'query ($id: ID!, $start: DateTime!) { assignmentCheck(ticketId: $id, expertId: "exp_3", start: $start) { possible obstacles { code } } }';
  const { data } = await ticket.send(manager, look, { id: ticketId, start });
  expect(data.assignmentCheck).toMatchObject({ possible: false, obstacles: [{ code: 'UNKNOWN_ADDRESS' }] });
  const assign = 'mutation ($input: AssignTicketInput!) { assignTicket(input: $input) { ticket { id } overriddenRules userErrors { code } } }';
  const done = await ticket.send(manager, assign, { input: { ticketId, expertId: 'exp_3', start, reason: 'I know better.' } });
  expect(done.data.assignTicket).toMatchObject({ ticket: null, userErrors: [{ code: 'UNKNOWN_ADDRESS' }] });
});

test('it is not shown to staff through the ticket until it is found to be the customer\'s', async () => {
  const ticketId = await ofAStranger('UNKNOWN_ADDRESS');
  for (const caller of [manager, operative]) expect(await addressSeenBy(caller, ticketId)).toBeNull();
  await changeTicket(story.storage, {
    ticketId, actor: system('test'),
    decide: (found, now) => markNeedsAttention(found, { reason: 'NOT_COVERED', summary: 'A look.', addressIsCustomers: true }, now),
  });
  for (const caller of [manager, operative, customer('cus_1')]) expect(await addressSeenBy(caller, ticketId)).toEqual({ id: 'adr_1' });
});

const addressesOf = async (expertId: string): Promise<string[]> =>
  (await ticket.send(service, 'query ($id: ID!) { expertContacts(expertId: $id) { addressIds } }', { id: expertId })).data.expertContacts.addressIds;

test('an expert who holds an offer for such a ticket from before may not read the address elsewhere either', async () => {
  const ticketId = await story.created({ addressId: 'adr_of_a_stranger' });
  await story.offered(ticketId, 'exp_2');
  expect(await addressesOf('exp_2')).toContain('adr_of_a_stranger');
  await ticket.sql.query('UPDATE ticket SET address_checked_at = NULL WHERE id = $1', [ticketId]);
  expect(await addressesOf('exp_2')).not.toContain('adr_of_a_stranger');
  expect(await addressSeenBy(expert('exp_2'), ticketId)).toBeNull();
});
