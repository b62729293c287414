import { createHash } from 'node:crypto';
import type { Account } from '../domain/account.ts';
import { authenticationOptions } from '../factors/passkeys.ts';
import type { Parts } from '../parts.ts';
import { saveChallenge } from '../storage/loginChallenges.ts';
import type { Factors } from '../storage/secondFactors.ts';
import { makeToken } from '../tokens/randomToken.ts';
import { methodsOf, passkeyOptions } from './checkFactor.ts';

export type Challenge = { token: string; expiresAt: Date; methods: string[]; passkeyOptions: string | null };

export const markOf = ({ passwordHash }: Account): Uint8Array<ArrayBuffer> => Uint8Array.from(createHash('sha256').update(passwordHash).digest());

/** The password was right: what is still to be shown, within five minutes. */
export async function challengeFor(parts: Parts, account: Account, factors: Factors): Promise<Challenge> {
  const { token, tokenHash } = makeToken();
  const { options, challenge } = await passkeyOptions(parts, factors);
  const kept = { tokenHash, purpose: 'SECOND_FACTOR' as const, accountId: account.id, passwordMark: markOf(account), webauthnChallenge: challenge };
  const expiresAt = await saveChallenge(parts.database, kept, parts.now());
  return { token, expiresAt, methods: methodsOf(factors), passkeyOptions: options };
}

/** For a sign-in by passkey alone. It says nothing about any account. */
export function beginPasskeyLogin(parts: Parts) {
  return async (): Promise<Challenge> => {
    const { token, tokenHash } = makeToken();
    const { options, challenge } = await authenticationOptions(parts.publicUrl, null);
    const kept = { tokenHash, purpose: 'PASSKEY_SIGN_IN' as const, accountId: null, passwordMark: null, webauthnChallenge: challenge };
    const expiresAt = await saveChallenge(parts.database, kept, parts.now());
    return { token, expiresAt, methods: ['PASSKEY'], passkeyOptions: options };
  };
}
