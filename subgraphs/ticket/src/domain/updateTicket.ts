import type { Decision } from './decision.ts';
import { invalid } from './decision.ts';
import type { Fact } from './facts.ts';
import { checkText, checkWindows, firstOf } from './input.ts';
import { refusalOf } from './lifeCycle.ts';
import { resumeSla } from './resumeSla.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { slaOf } from './sla.ts';
import { liveOffer } from './ticket.ts';
import type { Offer, Priority, Ticket, Window } from './ticket.ts';

export type UpdateTicket = { description: string | null; priority: Priority | null; windows: Window[] | null };

/** Changes what is to be done or when. A slot that no longer suits is given up, and dispatch begins anew. */
export function updateTicket(ticket: Ticket, command: UpdateTicket, now: Date, policy: ServicePolicy): Decision {
  const refusal = refusalOf('updateTicket', ticket.status) ?? checkUpdate(command, now);
  if (refusal) return refusal;
  const next = wanted(ticket, command);
  const changed = { description: next.description !== ticket.description, priority: next.priority !== ticket.priority, windows: !sameWindows(next.windows, ticket.windows) };
  if (!changed.description && !changed.priority && !changed.windows) return { facts: [] };
  const offer = liveOffer(ticket);
  const waits = ticket.slaPausedAt !== null || ticket.attention?.reason === 'NO_EXPERT';
  const dispatchAgain = waits && changed.windows;
  const resumed = dispatchAgain ? resumeSla(ticket, policy, now) : [];
  const sla = slaOf(policy, { ...ticket, ...next, slaPauses: resumed[0]?.pauses ?? ticket.slaPauses });
  const giveUp = offer && ((changed.windows && !isInside(offer, next.windows)) || (next.priority < ticket.priority && isTooLate(offer, ticket, sla)));
  const facts: Fact[] = giveUp ? [{ type: 'OfferWithdrawn', at: now, offerId: offer.id, reason: 'The ticket was changed.', brokenRules: [] }] : [];
  return { facts: [...facts, ...resumed, { type: 'TicketUpdated', at: now, ...next, ...sla, dispatchAgain }] };
}

function checkUpdate({ description, windows, priority }: UpdateTicket, now: Date) {
  if (description === null && windows === null && priority === null) return invalid('Name at least one of description, priority and windows.', 'ticketId');
  return firstOf(description === null ? null : checkText(description, 'description', 1, 5_000), windows === null ? null : checkWindows(windows, now));
}

function wanted(ticket: Ticket, command: UpdateTicket) {
  const description = command.description?.trim() ?? ticket.description;
  const priority = command.priority ?? ticket.priority;
  return { description, priority, windows: command.windows ?? ticket.windows };
}

const sameWindows = (a: readonly Window[], b: readonly Window[]): boolean =>
  a.length === b.length && a.every(({ start, end }, n) => +start === +b[n]!.start && +end === +b[n]!.end);

const isInside = (offer: Offer, windows: readonly Window[]): boolean =>
  windows.length === 0 || windows.some(({ start, end }) => offer.startsAt >= start && offer.endsAt <= end);

/** Was in time for the old target, is not for the new one. */
const isTooLate = (offer: Offer, old: { arriveBy: Date }, next: { arriveBy: Date }): boolean =>
  offer.startsAt > next.arriveBy && offer.startsAt <= old.arriveBy;
