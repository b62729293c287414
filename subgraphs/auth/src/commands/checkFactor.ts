import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { secondsToWait } from '../domain/throttle.ts';
import { authenticationOptions, credentialIdIn, readAuthentication } from '../factors/passkeys.ts';
import { hashOfRecoveryCode } from '../factors/recoveryCodes.ts';
import { stepOfCode } from '../factors/totpCode.ts';
import type { Parts } from '../parts.ts';
import type { Transaction } from '../storage/database.ts';
import { passkeyById, spendRecoveryCode, spendStep, totpOf, usePasskey, type Factors } from '../storage/secondFactors.ts';
import { blocksOn, recordFailure, type ThrottleKey } from '../storage/throttle.ts';
import { digestOf } from './signInKeys.ts';

/** One of them; passkey: what the browser answered, as JSON text. */
export type FactorAnswer = { totp?: string | null; recoveryCode?: string | null; passkey?: string | null };
/** Uses the factor up in the transaction of what it is good for; false: another was quicker. */
export type UseFactor = (tx: Transaction, at: Date) => Promise<boolean>;

export const wrongFactor = userError('INVALID_FACTOR', 'This code is not right, or was used before: give one of the app or a recovery code.');
/** The factor was used up by another request in the same moment: nothing of this transaction stays. */
export class FactorUsed extends Error {}

/** Null: the answer is wrong. */
export async function checkFactor(parts: Parts, account: Account, answer: FactorAnswer, webauthnChallenge: string | null): Promise<UseFactor | null> {
  if (answer.totp) return checkTotp(parts, account.id, answer.totp);
  if (answer.recoveryCode) {
    const hash = hashOfRecoveryCode(parts.keyring, account.id, answer.recoveryCode);
    return (tx) => spendRecoveryCode(tx, account.id, hash);
  }
  if (answer.passkey && webauthnChallenge) return checkPasskey(parts, account.id, answer.passkey, { challenge: webauthnChallenge, insteadOfPassword: false });
  return null;
}

async function checkTotp({ database, keyring, now }: Parts, accountId: string, code: string): Promise<UseFactor | null> {
  const kept = await totpOf(database, accountId);
  const step = kept?.confirmedAt ? stepOfCode(keyring.open('second factor', kept.sealedSecret), code, now()) : null;
  return step === null ? null : (tx) => spendStep(tx, accountId, step);
}

/** @param accountId null: whichever account the key belongs to */
export async function checkPasskey(parts: Parts, accountId: string | null, text: string, how: { challenge: string; insteadOfPassword: boolean }): Promise<UseFactor | null> {
  const passkey = await passkeyById(parts.database, credentialIdIn(text));
  if (!passkey || (accountId !== null && passkey.accountId !== accountId)) return null;
  const counter = await readAuthentication(parts.publicUrl, text, how.challenge, passkey, how.insteadOfPassword);
  return counter === null ? null : (tx, at) => usePasskey(tx, passkey, counter, at);
}

/** However many challenges or tries a known password opens: so many wrong codes a day for one account. */
export const factorKey = (accountId: string): ThrottleKey => ({ by: 'account', key: `factor:${digestOf(accountId)}` });

/** For what is asked by a session: counted as at a sign-in. */
export async function checkCountedFactor(parts: Parts, account: Account, answer: FactorAnswer): Promise<UseFactor | UserError> {
  const { database, now } = parts;
  const key = factorKey(account.id);
  const seconds = secondsToWait(await blocksOn(database, [key]), now());
  if (seconds > 0) return userError('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${seconds} seconds.`);
  const use = await checkFactor(parts, account, answer, null);
  if (!use) await database.$transaction((tx) => recordFailure(tx, [key], now()));
  return use ?? wrongFactor;
}

export const hasFactor = ({ totp, passkeys }: Factors): boolean => totp || passkeys.length > 0;

export const methodsOf = ({ totp, passkeys, recoveryCodes }: Factors): string[] => [
  ...(totp ? ['TOTP'] : []), ...(passkeys.length > 0 ? ['PASSKEY'] : []), ...(recoveryCodes > 0 ? ['RECOVERY_CODE'] : []),
];

/** For the browser, where there are keys; the challenge is made in any case. */
export async function passkeyOptions({ publicUrl }: Parts, { passkeys }: Factors): Promise<{ options: string | null; challenge: string }> {
  const { options, challenge } = await authenticationOptions(publicUrl, passkeys);
  return { options: passkeys.length > 0 ? options : null, challenge };
}
