import type { Decision } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import type { Ticket } from './ticket.ts';
import { ofAnotherVisit } from './visitOf.ts';

export const startTravel = (ticket: Ticket, { visitId }: { visitId: string }, now: Date): Decision =>
  refusalOf('startTravel', ticket.status) ?? ofAnotherVisit(ticket, visitId) ?? { facts: [{ type: 'VisitStarted', at: now }] };
