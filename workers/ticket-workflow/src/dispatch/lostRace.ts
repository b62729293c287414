import { violatedConstraint } from '../../../../subgraphs/ticket/src/storage/violatedConstraint.ts';

/** Somebody else was faster; look again and decide anew. */
export class LostRace extends Error {}

const constraints = ['offer_no_overlap', 'offer_one_live', 'offer_has_required_skills', 'offer_skill_expert_id_skill_id_fkey', 'visit_one_open'];

/** Also deadlocks and serialization failures: Prisma's P2034. */
export function isLostRace(error: unknown): boolean {
  if (error instanceof LostRace || (error as { code?: string }).code === 'P2034') return true;
  const constraint = violatedConstraint(error);
  return constraint !== null && constraints.includes(constraint);
}
