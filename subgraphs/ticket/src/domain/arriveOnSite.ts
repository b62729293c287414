import type { Decision } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import type { Ticket } from './ticket.ts';
import { ofAnotherVisit } from './visitOf.ts';

export const arriveOnSite = (ticket: Ticket, { visitId }: { visitId: string }, now: Date): Decision =>
  refusalOf('arriveOnSite', ticket.status) ?? ofAnotherVisit(ticket, visitId) ?? { facts: [{ type: 'VisitArrived', at: now }] };
