import { acceptOffer as decideAccept } from '../domain/acceptOffer.ts';
import { notFound } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { isId } from '../domain/input.ts';
import { refuseOffer as decideRefuse } from '../domain/refuseOffer.ts';
import type { RefuseOffer } from '../domain/refuseOffer.ts';
import { change } from './change.ts';
import type { Change } from './change.ts';
import type { Parts } from './parts.ts';

type Answered = Change | Refusal;

export const acceptOffer = (parts: Parts) => (expertId: string, offerId: string): Promise<Answered> =>
  onOwnOffer(parts, expertId, offerId, (ticketId) =>
    change(parts, { ticketId, actor: { kind: 'EXPERT', id: expertId }, decide: (ticket, now) => decideAccept(ticket, { offerId }, now) }));

export const refuseOffer = (parts: Parts) => (expertId: string, command: RefuseOffer): Promise<Answered> =>
  onOwnOffer(parts, expertId, command.offerId, (ticketId) =>
    change(parts, { ticketId, actor: { kind: 'EXPERT', id: expertId }, decide: (ticket, now) => decideRefuse(ticket, command, now) }));

/** Somebody else's offer is as good as none. */
async function onOwnOffer({ database }: Parts, expertId: string, offerId: string, answer: (ticketId: string) => Promise<Answered>): Promise<Answered> {
  const offer = isId(offerId) ? await database.offer.findUnique({ where: { id: offerId }, select: { ticketId: true, expertId: true } }) : null;
  return offer?.expertId === expertId ? answer(offer.ticketId) : notFound('offer');
}
