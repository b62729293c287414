import type { Context } from '../context.ts';

type Arguments = { input: { password: string; totp?: string | null; recoveryCode?: string | null } };

export const renewRecoveryCodes = (_: unknown, { input }: Arguments, { application, caller }: Context) =>
  application.renewRecoveryCodes(input, caller);
