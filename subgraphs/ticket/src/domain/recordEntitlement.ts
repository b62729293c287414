import type { Decision } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import type { Location, Ticket } from './ticket.ts';

export type RecordEntitlement = { contractId: string | null; location: Location | null };

/** Covered: dispatch may begin. Later in the life of a ticket it only keeps what was found out. */
export const recordEntitlement = (ticket: Ticket, command: RecordEntitlement, now: Date): Decision =>
  refusalOf('recordEntitlement', ticket.status) ?? { facts: [{ type: 'EntitlementRecorded', at: now, ...command }] };
