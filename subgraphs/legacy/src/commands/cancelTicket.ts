import { mistakesInReason } from '../domain/ticketInput.ts';
import { takeStep } from '../monolith/tickets.ts';
import { notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';
import { visibleTicket } from './visibleTicket.ts';

/** The monolith decides under the row's lock: of a cancel and an accept at the same moment exactly one wins. */
export const cancelTicket = ({ rest }: WritingParts) => async (request: Request, { ticketId, reason }: { ticketId: string; reason: string }) => {
  const mistakes = mistakesInReason(reason);
  if (mistakes.length > 0) return refused(...mistakes);
  if (!(await visibleTicket(request, ticketId))) return notFound('ticket', 'ticketId');
  return unlessRefused(async () => ({ ticket: await takeStep(rest, ticketId, 'cancel', { actor_user_id: request.caller.id, note: reason }) }), { fields: { note: 'reason' } });
};
