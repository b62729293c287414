import type { Context } from '../context.ts';

export async function endOtherSessions(_: unknown, __: unknown, { application, caller }: Context) {
  await application.endOtherSessions(caller);
  return { userErrors: [] };
}
