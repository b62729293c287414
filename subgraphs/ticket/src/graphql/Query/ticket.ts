import { requireSignedIn } from '@sysops-squad/chassis/authorize';
import type { Context } from '../context.ts';

export async function ticket(_: unknown, { id }: { id: string }, { caller, loaders }: Context) {
  requireSignedIn(caller);
  return loaders.ticket(id);
}
