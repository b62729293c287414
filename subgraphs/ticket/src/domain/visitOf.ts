import { refuse } from './decision.ts';
import type { Refusal } from './decision.ts';
import { openVisitOf } from './ticket.ts';
import type { Ticket } from './ticket.ts';

/** A refusal when the visit is not the ticket's open one. */
export const ofAnotherVisit = (ticket: Ticket, visitId: string): Refusal | null =>
  openVisitOf(ticket)?.id === visitId ? null : refuse('WRONG_STATUS', 'This visit is over; the ticket has gone on to another one.');
