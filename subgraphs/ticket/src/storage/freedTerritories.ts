import { liveOffer } from '../domain/ticket.ts';
import type { Sql } from './prisma.ts';
import type { Step } from './saveTicket.ts';

/** Leaves word in every territory of an expert whose time was given back. True when there was such an expert. */
export async function noteFreed(sql: Sql, steps: readonly Step[]): Promise<boolean> {
  const expertIds = steps.flatMap(({ before, after }) => {
    const held = before && liveOffer(before);
    return held && liveOffer(after)?.id !== held.id ? [held.expertId] : [];
  });
  if (expertIds.length === 0) return false;
  await sql.$executeRaw`INSERT INTO territory_freed (territory_id) SELECT DISTINCT territory_id FROM roster_expert_territory WHERE expert_id = ANY (${expertIds}::text[])`;
  return true;
}
