import type { Decision } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import { resumeSla } from './resumeSla.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { slaOf } from './sla.ts';
import type { Location, Ticket } from './ticket.ts';

export type RecordEntitlement = { contractId: string | null; location: Location | null; planArriveMinutes: number | null };

/** Covered: dispatch may begin, and the plan's target holds. Later in the life of a ticket it only keeps what was found out. */
export function recordEntitlement(ticket: Ticket, command: RecordEntitlement, now: Date, policy: ServicePolicy): Decision {
  const refusal = refusalOf('recordEntitlement', ticket.status);
  if (refusal) return refusal;
  const resumed = ticket.status === 'NEEDS_ATTENTION' ? resumeSla(ticket, policy, now) : [];
  const slaPauses = resumed[0]?.pauses ?? ticket.slaPauses;
  const planArriveMinutes = command.planArriveMinutes ?? ticket.planArriveMinutes;
  return { facts: [...resumed, { type: 'EntitlementRecorded', at: now, ...command, planArriveMinutes, ...slaOf(policy, { ...ticket, planArriveMinutes, slaPauses }) }] };
}
