import type { Context } from '../context.ts';

type Arguments = { input: { currentPassword: string; newPassword: string } };

export async function changePassword(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.changePassword(input, caller) };
}
