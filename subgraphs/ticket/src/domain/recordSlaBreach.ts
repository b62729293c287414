import type { Decision } from './decision.ts';
import { isOpen } from './status.ts';
import type { Ticket } from './ticket.ts';

/** Nothing to record when the target was met, is not due yet or stands still, or its breach is known. */
export function recordSlaBreach(ticket: Ticket, _: object, now: Date): Decision {
  const late = isOpen(ticket.status) && !ticket.slaPausedAt && isBreached(ticket, now);
  return { facts: late && !ticket.breachedAt ? [{ type: 'SlaBreached', at: now }] : [] };
}

export function isBreached(ticket: Pick<Ticket, 'status' | 'breachedAt' | 'respondBy' | 'arriveBy' | 'firstAssignedAt' | 'arrivedAt' | 'slaPausedAt' | 'cancelledAt' | 'completedAt' | 'closedAt'>, now: Date): boolean {
  if (ticket.breachedAt) return true;
  const end = ticket.cancelledAt ?? ticket.completedAt ?? ticket.closedAt ?? ticket.slaPausedAt ?? now;
  return (ticket.firstAssignedAt ?? end) > ticket.respondBy || (ticket.arrivedAt ?? end) > ticket.arriveBy;
}
