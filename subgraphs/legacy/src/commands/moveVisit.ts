import { isExpert } from '../domain/expert.ts';
import { ticketIdOfVisit } from '../domain/ids.ts';
import type { Ticket, Visit } from '../domain/ticket.ts';
import { takeStep } from '../monolith/tickets.ts';
import { notFound, unlessRefused, type Refused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Step = { step: 'start' | 'arrive' | 'complete'; note?: string | null; outcome?: 'FIXED' | 'FOLLOW_UP_NEEDED' | 'NO_ENTRY' };

export type Moved = { ticket: Ticket; visit: Visit | null } & Refused;

/** One step of the caller's own visit. */
export async function moveVisit({ rest }: WritingParts, { caller, load }: Request, visitId: string, { step, ...body }: Step): Promise<Moved | Refused> {
  const ticket = await load.ticket.load(ticketIdOfVisit(visitId));
  if (!ticket?.visit || ticket.visit.id !== visitId || !isExpert(caller, ticket.visit.expertId)) return notFound('visit', 'visitId');
  return unlessRefused(async () => {
    const moved = await takeStep(rest, ticket.id, step, { actor_user_id: caller.id, ...body });
    return { ticket: moved, visit: moved.visit };
  }, { fields: { note: 'notes' } });
}
