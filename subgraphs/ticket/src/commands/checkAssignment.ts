import { isRefusal } from '../domain/decision.ts';
import { isId } from '../domain/input.ts';
import type { Refusal } from '../domain/decision.ts';
import type { BrokenRule, Slot } from '../domain/dispatch/types.ts';
import type { Actor } from '../domain/ticket.ts';
import { readTicket } from '../storage/lockTicket.ts';
import { judgeAssignment } from './judgeAssignment.ts';
import type { AssignmentWish } from './judgeAssignment.ts';
import type { Parts } from './parts.ts';

/** `obstacle`: why it cannot be done at all. */
export type AssignmentChecked = { obstacle: Refusal | null; broken: BrokenRule[]; slot: Slot | null };

/** Looks at what `assignTicket` would do, and does nothing. Null when there is no such ticket. */
export const checkAssignment = (parts: Parts) => async (actor: Actor, wish: Omit<AssignmentWish, 'reason'>): Promise<AssignmentChecked | null> => {
  const { database } = parts;
  const found = isId(wish.ticketId) ? await readTicket(database, wish.ticketId) : null;
  if (!found) return null;
  const judged = await judgeAssignment(database, parts, actor, { ...wish, reason: 'A look.' }, found.ticket, found.now);
  return { obstacle: isRefusal(judged.decision) ? judged.decision : null, broken: judged.found?.broken ?? [], slot: judged.found?.slot ?? null };
};
