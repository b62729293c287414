import type { Decision } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import type { Ticket } from './ticket.ts';
import { tooFarAhead } from './tooFarAhead.ts';
import { ofAnotherVisit } from './visitOf.ts';

export const arriveOnSite = (ticket: Ticket, { visitId }: { visitId: string }, now: Date, policy: Pick<ServicePolicy, 'beginAheadMinutes'>): Decision =>
  refusalOf('arriveOnSite', ticket.status) ?? ofAnotherVisit(ticket, visitId) ?? tooFarAhead(ticket, now, policy) ?? { facts: [{ type: 'VisitArrived', at: now }] };
