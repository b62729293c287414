import type { SlaResumed } from './facts.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { slaOf } from './sla.ts';
import type { Ticket } from './ticket.ts';

/** What has to happen before a ticket that was on hold goes on: the time that was left is left again. Nothing when its clocks run. */
export function resumeSla(ticket: Ticket, policy: ServicePolicy, now: Date): SlaResumed[] {
  if (!ticket.slaPausedAt) return [];
  const pauses = [...ticket.slaPauses, { start: ticket.slaPausedAt, end: now }];
  return [{ type: 'SlaResumed', at: now, pauses, ...slaOf(policy, { ...ticket, slaPauses: pauses }) }];
}
