import type { Context } from '../context.ts';

type Arguments = { input: { token: string; password?: string | null } };

export async function verifyEmail(_: unknown, { input }: Arguments, { application, caller }: Context) {
  const { userErrors } = await application.verifyEmail(input, caller);
  return { userErrors };
}
