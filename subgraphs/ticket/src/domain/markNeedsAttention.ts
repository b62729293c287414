import type { Decision } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import type { Ticket } from './ticket.ts';

export type MarkNeedsAttention = { reason: string; summary: string; addressIsCustomers?: boolean };

/** A person must act. A ticket that needs one already keeps its `since`; only reason and summary are renewed. */
export function markNeedsAttention(ticket: Ticket, { reason, summary, addressIsCustomers = false }: MarkNeedsAttention, now: Date): Decision {
  const refusal = refusalOf('markNeedsAttention', ticket.status);
  if (refusal) return refusal;
  const present = ticket.attention;
  const learnsAddress = addressIsCustomers && ticket.addressCheckedAt === null;
  if (present && present.reason === reason && present.summary === summary && !learnsAddress) return { facts: [] };
  return { facts: [{ type: 'AttentionNeeded', at: now, attention: { reason, summary, since: present?.since ?? now }, addressIsCustomers }] };
}
