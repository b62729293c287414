import type { Context } from '../context.ts';

type Arguments = { input: { password: string; totp?: string | null; recoveryCode?: string | null } };

export async function removeTotp(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.removeTotp(input, caller) };
}
