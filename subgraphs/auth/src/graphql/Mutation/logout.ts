import type { Context } from '../context.ts';

export async function logout(_: unknown, __: unknown, { application, caller }: Context) {
  await application.logout(caller);
  return { userErrors: [] };
}
