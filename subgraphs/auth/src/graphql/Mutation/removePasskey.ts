import type { Context } from '../context.ts';

type Arguments = { input: { id: string; password: string; totp?: string | null; recoveryCode?: string | null } };

export async function removePasskey(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.removePasskey(input, caller) };
}
