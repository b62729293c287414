import { normalText } from '@sysops-squad/chassis/text/normalText';
import { cannotArrive as decide } from '../domain/cannotArrive.ts';
import type { CannotArrive } from '../domain/cannotArrive.ts';
import { notFound } from '../domain/decision.ts';
import type { Decision, Refusal } from '../domain/decision.ts';
import { isId } from '../domain/input.ts';
import type { Ticket } from '../domain/ticket.ts';
import { change } from './change.ts';
import type { Change } from './change.ts';
import type { Parts } from './parts.ts';

/** May be repeated: who has said so already is not refused, although the visit is not theirs any more. */
export const cannotArrive = (parts: Parts) => async (expertId: string, command: CannotArrive): Promise<Change | Refusal> => {
  const offer = isId(command.visitId) ? await lastOffer(parts, expertId, command.visitId) : null;
  if (!offer) return notFound('visit');
  const decideOnOwn = (ticket: Ticket, now: Date): Decision => {
    const isLast = ticket.offer?.expertId === expertId && ticket.offer.visitId === command.visitId;
    const { status, refusalNote } = isLast ? ticket.offer! : offer;
    if (status === 'REFUSED') return refusalNote === normalText(command.reason) ? { facts: [] } : notFound('visit');
    return isLast ? decide(ticket, command, now) : notFound('visit');
  };
  return change(parts, { ticketId: offer.ticketId, actor: { kind: 'EXPERT', id: expertId }, decide: decideOnOwn });
};

const lastOffer = ({ database }: Parts, expertId: string, visitId: string) =>
  database.offer.findFirst({ where: { visitId, expertId }, orderBy: { createdAt: 'desc' }, select: { ticketId: true, status: true, refusalNote: true } });
