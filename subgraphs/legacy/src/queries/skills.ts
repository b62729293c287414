import { allSkills } from '../monolith/skills.ts';
import type { ReadingParts } from './request.ts';

export const skills = ({ rest }: ReadingParts) => () => allSkills(rest);
