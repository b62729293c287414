import type { Assignment } from '../domain/checkAssignment.ts';
import type { Ticket } from '../domain/ticket.ts';
import { withStates } from './loadBatch.ts';
import { loadBookings } from './loadBookings.ts';
import { loadPolicy } from './loadPolicy.ts';
import { loadRequests } from './loadRequests.ts';
import type { Sql } from './prisma.ts';
import { createRosterReader, readExpert } from './rosterReader.ts';

/**
 * What the dispatch rules need to judge one expert for one ticket; null when the roster has no such expert. The ticket's own booking is
 * given up by the assignment. A ticket whose place nobody has found yet lies in no territory: then that rule is broken, and the way is not counted.
 */
export async function loadAssignment(sql: Sql, ticket: Ticket, expertId: string, now: Date): Promise<Assignment | null> {
  const listed = await readExpert(sql, expertId);
  if (!listed) return null;
  const policy = await loadPolicy(sql, now);
  const states = await loadBookings(sql, [expertId], policy, now, ticket.id);
  const location = { postcode: null, ...(ticket.location ?? listed.home), territoryId: ticket.location?.territoryId ?? 'an unknown place' };
  const [loaded] = await loadRequests(sql, createRosterReader(), [{ ...ticket, location }], policy, now);
  const { request, skillsKnown } = loaded!;
  return { expert: withStates([listed], states)[0]!, policy, request, skillsKnown };
}
