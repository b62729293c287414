import type { Context } from '../context.ts';

type Arguments = { input: { email: string; password: string } };

export async function changeEmail(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.changeEmail(input, caller) };
}
