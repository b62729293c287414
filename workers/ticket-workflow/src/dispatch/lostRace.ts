import { violatedConstraint } from '../../../../subgraphs/ticket/src/storage/violatedConstraint.ts';

/** Somebody else was faster; look again and decide anew. */
export class LostRace extends Error {}

const constraints = ['offer_no_overlap', 'offer_one_live', 'offer_has_required_skills', 'offer_has_known_skills', 'offer_skill_expert_id_skill_id_fkey', 'visit_one_open'];

/** Prisma's name for deadlocks and serialization failures, and PostgreSQL's, which Prisma passes on for raw statements. */
const conflict = /P2034|40P01|40001/;

export function isLostRace(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof LostRace || conflict.test(`${code} ${message}`)) return true;
  const constraint = violatedConstraint(error);
  return constraint !== null && constraints.includes(constraint);
}
