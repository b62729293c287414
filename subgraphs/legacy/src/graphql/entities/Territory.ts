import type { Context } from '../resolver.ts';

export const Territory = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context) => load.territory.load(id),
};
