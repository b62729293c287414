import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { mistakesInExpert, type ExpertInput } from '../domain/expertInput.ts';
import { expertsByIds, writeExpert } from '../monolith/experts.ts';
import { isConflict, notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

/** An ADMIN vouches for the skills: they count as verified. */
export const saveExpert = ({ rest }: WritingParts) => async (request: Request, input: ExpertInput) => {
  const mistakes = mistakesInExpert(input);
  if (mistakes.length > 0) return refused(...mistakes);
  if (input.id && !(await request.load.expert.load(input.id))) return notFound('expert', 'id');
  const unknown = await unknownReferences(request, input);
  if (unknown.length > 0) return refused(...unknown);
  const saved = await unlessRefused(async () => ({ expert: await writeExpert(rest, input) }), { fields: { expected_version: 'expectedVersion' } });
  return isConflict(saved) ? { ...saved, expert: (await expertsByIds(rest, [input.id!]))[0] } : saved;
};

async function unknownReferences({ load }: Request, { skills, territories }: ExpertInput): Promise<UserError[]> {
  const [foundSkills, foundTerritories] = await Promise.all([
    Promise.all((skills ?? []).map(({ skillId }) => load.skill.load(skillId))),
    Promise.all((territories ?? []).map(({ territoryId }) => load.territory.load(territoryId))),
  ]);
  const missing = (found: readonly unknown[], what: string, path: (n: number) => string) =>
    found.flatMap((thing, n) => (thing === null ? [userError('NOT_FOUND', `There is no such ${what}.`, path(n))] : []));
  return [...missing(foundSkills, 'skill', (n) => `skills[${n}].skillId`), ...missing(foundTerritories, 'territory', (n) => `territories[${n}].territoryId`)];
}
