import type { Context } from '../context.ts';

type Arguments = { input: { email: string } };

export async function requestSignInCode(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.requestSignInCode(input, caller.clientAddress) };
}
