import type { Context } from '../resolver.ts';

export const Skill = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context) => load.skill.load(id),
};
