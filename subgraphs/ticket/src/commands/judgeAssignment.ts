import { randomUUID } from 'node:crypto';
import { assignTicket, obstacleToAssigning } from '../domain/assignTicket.ts';
import { checkAssignment } from '../domain/checkAssignment.ts';
import { invalid } from '../domain/decision.ts';
import type { Decision } from '../domain/decision.ts';
import type { BrokenRule, Slot } from '../domain/dispatch/types.ts';
import { isId } from '../domain/input.ts';
import type { Actor, Ticket } from '../domain/ticket.ts';
import { loadAssignment } from '../storage/loadAssignment.ts';
import { loadServicePolicy } from '../storage/loadServicePolicy.ts';
import type { Sql } from '../storage/prisma.ts';
import type { Parts } from './parts.ts';

export type AssignmentWish = { ticketId: string; expertId: string; start: Date; reason: string };
export type Judged = { decision: Decision; /** Null when it does not come to a look at the rules. */ found: { broken: BrokenRule[]; slot: Slot } | null };

/** What a manager's choice would do, and what the rules say against it: the same for the deed and for the look before it. */
export async function judgeAssignment(sql: Sql, { newId }: Pick<Parts, 'newId'>, actor: Actor, wish: AssignmentWish, ticket: Ticket, now: Date): Promise<Judged> {
  const { expertId, start, reason } = wish;
  const refusal = obstacleToAssigning(ticket);
  if (refusal) return { decision: refusal, found: null };
  const assignment = isId(expertId) ? await loadAssignment(sql, ticket, expertId, now) : null;
  if (!assignment) return { decision: invalid('There is no such expert on the roster.', 'expertId'), found: null };
  const found = checkAssignment(assignment, start, now);
  const { startsAt, endsAt, blockedFrom, blockedUntil } = found.slot;
  const command = {
    offerId: newId('off'), visitId: newId('vis'), token: randomUUID(), expertId, startsAt, endsAt, blockedFrom, blockedUntil, expiresAt: endsAt,
    skills: assignment.request.requiredSkills, reason, managerId: actor.id ?? '', brokenRules: found.broken.map(({ rule }) => rule),
  };
  return { decision: assignTicket(ticket, command, now, await loadServicePolicy(sql, ticket.createdAt)), found };
}
