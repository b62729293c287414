import type { Context } from '../context.ts';

type Arguments = { input: { token: string; password: string } };

export async function resetPassword(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.resetPassword(input, caller.clientAddress) };
}
