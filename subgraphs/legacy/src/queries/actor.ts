import type { Request } from './request.ts';

/** Who did something, under the id of their own context. The monolith's own doings have no author. */
export async function actor({ load }: Request, userId: string | null): Promise<{ kind: string; id: string | null }> {
  if (userId === null) return { kind: 'SYSTEM', id: 'monolith' };
  const user = await load.user.load(userId);
  const kind = user?.roles[0] ?? 'ANONYMOUS';
  if (!user || kind === 'ANONYMOUS') return { kind, id: null };
  if (kind === 'CUSTOMER') return { kind, id: user.customerId };
  return { kind, id: kind === 'EXPERT' ? await load.expertIdOfUser.load(userId) : userId };
}
