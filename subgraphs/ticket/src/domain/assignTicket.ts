import { normalText } from '@sysops-squad/chassis/text/normalText';
import { invalid, refuse } from './decision.ts';
import type { Decision, Refusal } from './decision.ts';
import type { Fact } from './facts.ts';
import { checkText } from './input.ts';
import { refusalOf } from './lifeCycle.ts';
import { newOffer } from './placeOffer.ts';
import type { PlaceOffer } from './placeOffer.ts';
import { resumeSla } from './resumeSla.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { liveOffer } from './ticket.ts';
import type { Ticket } from './ticket.ts';

export type AssignTicket = PlaceOffer & {
  reason: string;
  /** The manager's user id. */
  managerId: string;
  /** Hard rules that this booking breaks, by code. */
  brokenRules: string[];
};

/** A manager decides: booked at once, and every hard rule that it breaks is named and kept. Overlap can never be overridden. */
export function assignTicket(ticket: Ticket, command: AssignTicket, now: Date, policy: ServicePolicy): Decision {
  const refusal = obstacleToAssigning(ticket) ?? checkText(command.reason, 'reason', 1, 500);
  if (refusal) return refusal;
  if (command.startsAt <= now) return invalid('The visit must begin in the future.', 'start');
  if (command.brokenRules.includes('OVERLAP')) return overlap();
  const present = liveOffer(ticket);
  const withdrawn: Fact[] = present ? [{ type: 'OfferWithdrawn', at: now, offerId: present.id, reason: 'A manager assigned the ticket.', brokenRules: [] }] : [];
  const reason = normalText(command.reason);
  const flagged = { overriddenRules: command.brokenRules, overrideReason: reason, overriddenBy: command.managerId };
  const offer = { ...newOffer(ticket, command, now), ...flagged };
  return { facts: [...withdrawn, ...resumeSla(ticket, policy, now), { type: 'TicketAssigned', at: now, offer, skills: command.skills, reason }] };
}

/** Whatever the choice of expert and time; no manager overrides it. */
export const obstacleToAssigning = (ticket: Ticket): Refusal | null =>
  refusalOf('assignTicket', ticket.status) ?? unknownAddress(ticket);

/** An expert goes to the customer's own address only. */
function unknownAddress({ addressId, addressCheckedAt }: Ticket): Refusal | null {
  if (addressId === null || addressCheckedAt !== null) return null;
  return refuse('UNKNOWN_ADDRESS', "The ticket's address is not known to be one of the customer's. No expert can be sent there.");
}

export const overlap = () => refuse('OVERLAP', 'The expert is booked at that time, travel included. Choose another time or expert.', 'start');
