import type { Context } from '../context.ts';

export async function verifyEmail(_: unknown, { input }: { input: { token: string } }, { application, caller }: Context) {
  const { userErrors } = await application.verifyEmail(input.token, caller.clientAddress);
  return { userErrors };
}
