import type { Context } from '../context.ts';

/** Never a secret: what is there, and the names of the keys. */
export async function secondFactors(_: unknown, __: unknown, { application, caller }: Context) {
  const { totp, recoveryCodes, passkeys } = await application.secondFactors(caller.id ?? '');
  return { totp, recoveryCodesLeft: recoveryCodes, passkeys };
}
