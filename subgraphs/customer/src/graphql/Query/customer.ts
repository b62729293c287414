import type { Context } from '../context.ts';
import { seeCustomer, type SeenCustomer } from '../seen.ts';

export async function customer(_: unknown, { id }: { id: string }, { caller, loaders, contacts }: Context): Promise<SeenCustomer | null> {
  const seen = await seeCustomer({ caller, contacts }, await loaders.customers.load(id));
  return seen?.sight === 'WHOLE' ? seen : null;
}
