import { randomUUID } from 'node:crypto';
import { assignTicket as decide } from '../domain/assignTicket.ts';
import { invalid, isRefusal } from '../domain/decision.ts';
import type { Decision, Refusal } from '../domain/decision.ts';
import { checkExpert } from '../domain/dispatch/checkExpert.ts';
import type { BrokenRule } from '../domain/dispatch/types.ts';
import { isId } from '../domain/input.ts';
import { refusalOf } from '../domain/lifeCycle.ts';
import type { Actor, Ticket } from '../domain/ticket.ts';
import { loadAssignment } from '../storage/loadAssignment.ts';
import type { Assignment } from '../storage/loadAssignment.ts';
import type { Sql } from '../storage/prisma.ts';
import { change } from './change.ts';
import type { Change } from './change.ts';
import type { Parts } from './parts.ts';

type Input = { ticketId: string; expertId: string; start: Date; reason: string };

/** Books the expert a manager chose. What the dispatch rules say against it is kept with the booking by name. */
export const assignTicket = (parts: Parts) => async (actor: Actor, input: Input): Promise<(Change & { overriddenRules: string[] }) | Refusal> => {
  let overriddenRules: string[] = [];
  const changed = await change(parts, {
    ticketId: input.ticketId, actor,
    async decide(ticket, now, { sql }) {
      const decision = await decideAgainstRoster(sql, parts, actor, input, ticket, now);
      if (!isRefusal(decision)) overriddenRules = decision.facts.flatMap((fact) => (fact.type === 'TicketAssigned' ? fact.offer.overriddenRules : []));
      return decision;
    },
  });
  return isRefusal(changed) ? changed : { ...changed, overriddenRules };
};

async function decideAgainstRoster(sql: Sql, { newId }: Parts, actor: Actor, input: Input, ticket: Ticket, now: Date): Promise<Decision> {
  const refusal = refusalOf('assignTicket', ticket.status);
  if (refusal) return refusal;
  const assignment = isId(input.expertId) ? await loadAssignment(sql, ticket, input.expertId, now) : null;
  if (!assignment) return invalid('There is no such expert on the roster.', 'expertId');
  const { broken, slot } = checkAssignment(assignment, input.start, now);
  const ids = { offerId: newId('off'), visitId: newId('vis'), token: randomUUID() };
  return decide(ticket, {
    ...ids, expertId: input.expertId, startsAt: slot.startsAt, endsAt: slot.endsAt, blockedFrom: slot.blockedFrom, blockedUntil: slot.blockedUntil, expiresAt: slot.endsAt,
    skills: assignment.request.requiredSkills, reason: input.reason, managerId: actor.id ?? '', brokenRules: broken.map(({ rule }) => rule),
  }, now);
}

const skillsUnknown: BrokenRule = { rule: 'SKILL_MISSING', detail: 'which skills the product needs is not known' };

function checkAssignment(assignment: Assignment, start: Date, now: Date): ReturnType<typeof checkExpert> {
  const { broken, slot } = checkExpert({ ...assignment, now, start });
  const others = broken.filter(({ rule }) => rule !== skillsUnknown.rule);
  return { slot, broken: assignment.skillsKnown ? broken : [skillsUnknown, ...others] };
}
