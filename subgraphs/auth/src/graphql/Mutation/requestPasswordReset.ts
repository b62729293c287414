import type { Context } from '../context.ts';

type Arguments = { input: { email: string } };

export async function requestPasswordReset(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.requestPasswordReset(input, caller.clientAddress) };
}
