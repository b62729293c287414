import { refuse } from './decision.ts';
import type { Refusal } from './decision.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { openVisitOf } from './ticket.ts';
import type { Ticket } from './ticket.ts';

/** A refusal while the booked start of the visit is further away than an expert may begin ahead of it. */
export function tooFarAhead(ticket: Ticket, now: Date, { beginAheadMinutes }: Pick<ServicePolicy, 'beginAheadMinutes'>): Refusal | null {
  const start = openVisitOf(ticket)?.scheduledStart;
  const from = start ? new Date(+start - beginAheadMinutes * 60_000) : now;
  return from <= now ? null : refuse('TOO_EARLY', `This visit is booked for ${start!.toISOString()}; it can be begun from ${from.toISOString()} on.`, 'visitId');
}
