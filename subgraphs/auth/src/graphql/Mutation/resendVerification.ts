import type { Context } from '../context.ts';

export async function resendVerification(_: unknown, __: unknown, { application, caller }: Context) {
  return { userErrors: await application.resendVerification(caller) };
}
