import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Decision } from './decision.ts';
import { invalid } from './decision.ts';
import { expectVersion } from './expectVersion.ts';
import type { Fact, FieldChange, NamedProduct } from './facts.ts';
import { fieldChanges } from './fieldChanges.ts';
import { checkId, checkText, checkWindows, firstOf, mergedWindows } from './input.ts';
import { refusalOf } from './lifeCycle.ts';
import { resumeSla } from './resumeSla.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { slaOf } from './sla.ts';
import { liveOffer } from './ticket.ts';
import type { Offer, Priority, Ticket, Window } from './ticket.ts';

export type UpdateTicket = {
  description: string | null; priority: Priority | null; windows: Window[] | null; product: NamedProduct | null;
  /** The edit that the person has seen; absent: the last save wins. */
  expectedVersion?: number | null;
};

/** Changes what is to be done or when. A slot that no longer suits is given up, and dispatch begins anew. */
export function updateTicket(ticket: Ticket, command: UpdateTicket, now: Date, policy: ServicePolicy): Decision {
  const refusal = refusalOf('updateTicket', ticket.status) ?? checkUpdate(command, now) ?? expectVersion(command.expectedVersion, ticket.editVersion);
  if (refusal) return refusal;
  const next = wanted(ticket, command);
  const changed = changesOf(ticket, next);
  if (!Object.values(changed).includes(true)) return { facts: [] };
  const dispatchAgain = wakes(ticket, changed);
  const resumed = dispatchAgain ? resumeSla(ticket, policy, now) : [];
  const planArriveMinutes = next.product ? null : ticket.planArriveMinutes;
  const sla = slaOf(policy, { ...ticket, ...next, planArriveMinutes, slaPauses: resumed[0]?.pauses ?? ticket.slaPauses });
  const offer = liveOffer(ticket);
  const givenUp: Fact[] = offer && suitsNoMore(offer, ticket, { ...next, ...sla }, changed) ? [{ type: 'OfferWithdrawn', at: now, offerId: offer.id, reason: 'The ticket was changed.', brokenRules: [] }] : [];
  return { facts: [...givenUp, ...resumed, { type: 'TicketUpdated', at: now, ...next, ...sla, dispatchAgain, changes: changesIn(ticket, next) }] };
}

function checkUpdate({ description, windows, priority, product }: UpdateTicket, now: Date) {
  if ([description, windows, priority, product].every((wish) => wish === null)) return invalid('Name at least one of description, priority, windows and productId.', 'ticketId');
  return firstOf(
    description === null ? null : checkText(description, 'description', 1, 5_000), windows === null ? null : checkWindows(windows, now),
    product === null ? null : checkId(product.id, 'productId'),
  );
}

type Next = { description: string; priority: Priority; windows: Window[]; product: NamedProduct | null };
type Changed = Record<keyof Next, boolean>;

const wanted = (ticket: Ticket, command: UpdateTicket): Next => ({
  description: command.description === null ? ticket.description : normalText(command.description),
  priority: command.priority ?? ticket.priority,
  windows: command.windows === null ? ticket.windows : mergedWindows(command.windows),
  product: command.product?.id === ticket.productId ? null : command.product,
});

const changesOf = (ticket: Ticket, next: Next): Changed => ({
  description: next.description !== ticket.description, priority: next.priority !== ticket.priority,
  windows: !sameWindows(next.windows, ticket.windows), product: next.product !== null,
});

const changesIn = (ticket: Ticket, { description, priority, windows, product }: Next): FieldChange[] =>
  fieldChanges({
    description: [ticket.description, description],
    priority: [ticket.priority, priority],
    windows: [asText(ticket.windows), asText(windows)],
    productId: [ticket.productId, product?.id ?? ticket.productId],
  });

/** ISO 8601 intervals, comma-separated; null: any time. */
const asText = (windows: readonly Window[]): string | null =>
  windows.map(({ start, end }) => `${start.toISOString()}/${end.toISOString()}`).join(', ') || null;

/** New times wake what is on hold; new times or another priority what waits for an expert; another product whatever a person was to look at. */
function wakes({ status, attention, slaPausedAt }: Ticket, changed: Changed): boolean {
  if (slaPausedAt) return changed.windows;
  return status === 'NEEDS_ATTENTION' && (changed.product || (attention?.reason === 'NO_EXPERT' && (changed.windows || changed.priority)));
}

function suitsNoMore(offer: Offer, ticket: Ticket, next: Next & { arriveBy: Date }, changed: Changed): boolean {
  if (changed.product || (changed.windows && !isInside(offer, next.windows))) return true;
  return next.priority < ticket.priority && isTooLate(offer, ticket, next);
}

const sameWindows = (a: readonly Window[], b: readonly Window[]): boolean =>
  a.length === b.length && a.every(({ start, end }, n) => +start === +b[n]!.start && +end === +b[n]!.end);

const isInside = (offer: Offer, windows: readonly Window[]): boolean =>
  windows.length === 0 || windows.some(({ start, end }) => offer.startsAt >= start && offer.endsAt <= end);

/** Was in time for the old target, is not for the new one. */
const isTooLate = (offer: Offer, old: { arriveBy: Date }, next: { arriveBy: Date }): boolean =>
  offer.startsAt > next.arriveBy && offer.startsAt <= old.arriveBy;
