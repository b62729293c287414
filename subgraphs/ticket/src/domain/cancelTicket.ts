import { normalText } from '@sysops-squad/chassis/text/normalText';
import { refuse } from './decision.ts';
import type { Decision } from './decision.ts';
import { checkText } from './input.ts';
import { refusalOf } from './lifeCycle.ts';
import type { Ticket } from './ticket.ts';

export type CancelTicket = { reason: string };

/** Free before the expert is on the way, late while EN_ROUTE; frees the expert at once. Who is with the customer ends the visit. */
export function cancelTicket(ticket: Ticket, { reason }: CancelTicket, now: Date): Decision {
  if (ticket.status === 'ON_SITE') return refuse('WRONG_STATUS', 'The expert is with the customer: only they can end the visit, also as not fixed. Then the ticket can be cancelled.');
  const refusal = refusalOf('cancelTicket', ticket.status) ?? checkText(reason, 'reason', 1, 500);
  if (refusal) return refusal;
  return { facts: [{ type: 'TicketCancelled', at: now, reason: normalText(reason), late: ticket.status === 'EN_ROUTE' }] };
}
