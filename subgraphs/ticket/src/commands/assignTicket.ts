import { isRefusal } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import type { Actor } from '../domain/ticket.ts';
import { change } from './change.ts';
import type { Change } from './change.ts';
import { judgeAssignment } from './judgeAssignment.ts';
import type { AssignmentWish } from './judgeAssignment.ts';
import type { Parts } from './parts.ts';

/** Books the expert a manager chose. What the dispatch rules say against it is kept with the booking by name. */
export const assignTicket = (parts: Parts) => async (actor: Actor, wish: AssignmentWish): Promise<(Change & { overriddenRules: string[] }) | Refusal> => {
  const changed = await change(parts, {
    ticketId: wish.ticketId, actor,
    decide: async (ticket, now, { sql }) => (await judgeAssignment(sql, parts, actor, wish, ticket, now)).decision,
  });
  if (isRefusal(changed)) return changed;
  return { ...changed, overriddenRules: changed.facts.flatMap((fact) => (fact.type === 'TicketAssigned' ? fact.offer.overriddenRules : [])) };
};
