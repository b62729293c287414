import type { RequiredSkill as RequiredSkillModel } from '../../domain/product.ts';
import type { Resolver } from '../resolver.ts';

export const RequiredSkill: Record<string, Resolver<object, RequiredSkillModel>> = {
  // A skill that the remarks name and nobody has is known by its id only.
  skill: async ({ skillId }, _args, { load }) => (await load.skill.load(skillId)) ?? { id: skillId, name: null, category: null },
};
