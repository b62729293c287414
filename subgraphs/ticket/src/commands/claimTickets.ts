import { claimTicket } from '../domain/claimTicket.ts';
import { invalid } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { isId } from '../domain/input.ts';
import { system } from '../domain/ticket.ts';
import { changeTicket } from '../storage/changeTicket.ts';
import { claimCustomer, ticketsOf } from '../storage/claimedCustomers.ts';
import type { Parts } from './parts.ts';

const AT_ONCE = 100;
type Input = { claimedId: string; customerId: string };

/** First the claim, so that no ticket comes under the old id any more; then ticket by ticket. Whatever is left is left for the next call. */
export const claimTickets = ({ storage, database }: Parts) => async (input: Input): Promise<{ remaining: number } | Refusal> => {
  if (!isId(input.claimedId) || !isId(input.customerId)) return invalid('Give the ids of two customers.', 'claimedId');
  const owner = await storage.transact(({ sql }) => claimCustomer(sql, input));
  if (owner !== input.customerId) return invalid('Another customer has claimed this record.', 'claimedId');
  const { ids, more } = await ticketsOf(database, input.claimedId, AT_ONCE);
  for (const ticketId of ids) await changeTicket(storage, { ticketId, actor: system('customer'), decide: (ticket, now) => claimTicket(ticket, input, now) });
  return { remaining: more };
};
