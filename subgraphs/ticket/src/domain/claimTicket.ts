import type { Decision } from './decision.ts';
import type { Ticket } from './ticket.ts';

/** In every state: only whose ticket it is changes. */
export const claimTicket = (ticket: Pick<Ticket, 'customerId'>, { claimedId, customerId }: { claimedId: string; customerId: string }, now: Date): Decision =>
  ({ facts: ticket.customerId === claimedId ? [{ type: 'TicketClaimed', at: now, claimedId, customerId }] : [] });
