import { requireSignedIn } from '@sysops-squad/chassis/authorize';
import type { Context } from '../context.ts';

export async function logout(_: unknown, __: unknown, { application, caller }: Context) {
  requireSignedIn(caller);
  await application.logout(caller);
  return { userErrors: [] };
}
