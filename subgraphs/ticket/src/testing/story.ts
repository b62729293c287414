import { isRefusal } from '../domain/decision.ts';
import { placeOffer } from '../domain/placeOffer.ts';
import { recordEntitlement } from '../domain/recordEntitlement.ts';
import { system } from '../domain/ticket.ts';
import type { Ticket } from '../domain/ticket.ts';
import { changeTicket } from '../storage/changeTicket.ts';
import { createStorage } from '../storage/storage.ts';
import { anOffer, hours, later, minutes } from './builders.ts';
import { customer, expert } from './people.ts';
import { servicePolicy } from './servicePolicy.ts';
import type { Instance } from './instance.ts';

const worker = system('ticket-workflow');
let count = 0;

/** Leads tickets of a running instance to where a test wants them: customers and experts through GraphQL, the worker through storage. */
export function storyOf(instance: Instance) {
  const storage = createStorage({ prisma: instance.application.database, wake: { send: () => undefined } });
  const must = async (answer: Awaited<ReturnType<Instance['send']>>, field: string) => {
    if (answer.errors || answer.data[field].userErrors.length > 0) throw new Error(JSON.stringify(answer));
    return answer.data[field];
  };
  /** A new service policy, in effect now. */
  const beginAhead = (minutes: number) => instance.sql.query(
    `INSERT INTO service_policy (version, effective_from, policy) SELECT version + 1, now(), policy || jsonb_build_object('beginAheadMinutes', $1::int) FROM service_policy p
     WHERE version = (SELECT max(version) FROM service_policy) AND policy ->> 'beginAheadMinutes' IS DISTINCT FROM $1::text`, [minutes]);
  const story = {
    storage,
    beginAhead,
    async created(input: Record<string, unknown> = {}, customerId = 'cus_1'): Promise<string> {
      const { ticket } = await must(await instance.send(customer(customerId), createTicket, { input: aTicketInput(input) }), 'createTicket');
      // As the worker does when it has found the address among the customer's own.
      await instance.sql.query('UPDATE ticket SET address_checked_at = now() WHERE id = $1', [ticket.id]);
      return ticket.id;
    },
    async offered(ticketId: string, expertId = 'exp_1', inHours = 2 + 3 * (count += 1)): Promise<{ offerId: string; visitId: string }> {
      const location = { lat: 52.5, lng: 13.4, territoryId: 'ter_1', postcode: '10115' };
      await changeTicket(storage, { ticketId, actor: worker, decide: (ticket, now) => (ticket.status === 'NEW' ? recordEntitlement(ticket, { contractId: 'con_1', location, planArriveMinutes: null }, now, servicePolicy) : { facts: [] }) });
      const offerId = `off_${(count += 1)}_${ticketId.slice(-6)}`;
      const changed = await changeTicket(storage, { ticketId, actor: worker, decide: (ticket, now) => placeOffer(ticket, { ...anOffer({ offerId, expertId, startsAt: later(now, hours(inHours)), at: now }), expiresAt: later(now, minutes(10)), skills: [{ skillId: 'skl_1', level: 2 }] }, now) });
      if (isRefusal(changed)) throw new Error(changed.message);
      return { offerId, visitId: changed.ticket!.visit!.id };
    },
    async accepted(ticketId: string, expertId = 'exp_1') {
      const ids = await story.offered(ticketId, expertId);
      await must(await instance.send(expert(expertId), 'mutation ($id: ID!) { acceptOffer(input: { offerId: $id }) { userErrors { code message } } }', { id: ids.offerId }), 'acceptOffer');
      return ids;
    },
    async onSite(ticketId: string, expertId = 'exp_1') {
      const ids = await story.accepted(ticketId, expertId);
      // Bookings of a test lie days ahead, so that they do not overlap.
      await beginAhead(1_000_000);
      for (const step of ['startTravel', 'arriveOnSite']) {
        await must(await instance.send(expert(expertId), `mutation ($id: ID!) { ${step}(input: { visitId: $id }) { userErrors { code message } } }`, { id: ids.visitId }), step);
      }
      return ids;
    },
    /** The expert has rung for so long. */
    waited: (visitId: string, minutes = 15) => instance.sql.query(`UPDATE visit SET arrived_at = now() - interval '1 minute' * $2 WHERE id = $1`, [visitId, minutes]),
    async fixed(ticketId: string, expertId = 'exp_1') {
      const ids = await story.onSite(ticketId, expertId);
      await must(await instance.send(expert(expertId), 'mutation ($id: ID!) { completeVisit(input: { visitId: $id, outcome: FIXED, notes: "New cable." }) { userErrors { code message } } }', { id: ids.visitId }), 'completeVisit');
      return ids;
    },
    async ticket(ticketId: string): Promise<Ticket> {
      return storage.transact(async (transaction) => (await transaction.lock(ticketId))!.ticket);
    },
  };
  return story;
}

export const createTicket = `mutation ($input: CreateTicketInput!) { createTicket(input: $input) {
  ticket { id number status priority product { id } customer { id } address { id } windows { start end } possibleDuplicateOf { id } createdAt sla { respondBy arriveBy breached } }
  userErrors { code message field } } }`;

export const aTicketInput = (more: Record<string, unknown> = {}) =>
  ({ productId: 'prd_1', description: 'It does not turn on.', addressId: 'adr_1', idempotencyKey: `key-${process.pid}-${Date.now()}-${(count += 1)}`, ...more });
