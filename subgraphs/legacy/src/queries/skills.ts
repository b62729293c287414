import { requireStaff } from '../domain/expert.ts';
import { allSkills } from '../monolith/skills.ts';
import type { ReadingParts, Request } from './request.ts';

export const skills = ({ rest }: ReadingParts) => async ({ caller }: Request) => {
  requireStaff(caller);
  return allSkills(rest);
};
