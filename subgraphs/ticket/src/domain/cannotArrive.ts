import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Decision } from './decision.ts';
import { checkText } from './input.ts';
import { refusalOf } from './lifeCycle.ts';
import { liveOffer } from './ticket.ts';
import type { Ticket } from './ticket.ts';
import { ofAnotherVisit } from './visitOf.ts';

export type CannotArrive = { visitId: string; reason: string };

/** The visit waits for somebody else, and this expert is not asked for it again within the cool-down. */
export function cannotArrive(ticket: Ticket, { visitId, reason }: CannotArrive, now: Date): Decision {
  const refusal = refusalOf('cannotArrive', ticket.status) ?? ofAnotherVisit(ticket, visitId) ?? checkText(reason, 'reason', 1, 500);
  if (refusal) return refusal;
  const { id: offerId, expertId } = liveOffer(ticket)!;
  return { facts: [{ type: 'ExpertCannotArrive', at: now, offerId, visitId, expertId, reason: normalText(reason) }] };
}
