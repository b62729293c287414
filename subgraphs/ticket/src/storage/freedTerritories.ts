import { Prisma } from '../../generated/client.ts';
import { liveOffer } from '../domain/ticket.ts';
import type { Part, Step } from './saveTicket.ts';

/** Experts whose time was given back. */
export const freedExperts = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ before, after }) => {
    const held = before && liveOffer(before);
    return held && liveOffer(after)?.id !== held.id ? [held.expertId] : [];
  });

/** Leaves word in every territory of these experts. */
export function freedParts(expertIds: readonly string[]): Part[] {
  if (expertIds.length === 0) return [];
  return [Prisma.sql`freed AS (INSERT INTO territory_freed (territory_id)
    SELECT DISTINCT listed.territory_id FROM saved, roster_expert_territory listed WHERE listed.expert_id = ANY (${[...expertIds]}::text[]))`];
}
