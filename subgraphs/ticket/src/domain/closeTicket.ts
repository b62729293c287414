import { invalid } from './decision.ts';
import type { Decision } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import type { Ticket } from './ticket.ts';

/** The survey was answered (with or without a rating) or has lapsed (null). */
export function closeTicket(ticket: Ticket, { rating }: { rating: number | null }, now: Date): Decision {
  const refusal = refusalOf('closeTicket', ticket.status);
  if (refusal) return refusal;
  if (rating !== null && !(Number.isInteger(rating) && rating >= 1 && rating <= 5)) return invalid('A rating is 1 to 5.', 'rating');
  return { facts: [{ type: 'TicketClosed', at: now, rating }] };
}
