import type { Context } from '../context.ts';

export async function ticket(_: unknown, { id }: { id: string }, { loaders }: Context) {
  return loaders.ticket(id);
}
