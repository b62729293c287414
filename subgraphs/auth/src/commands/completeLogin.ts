import type { Account } from '../domain/account.ts';
import { secondsToWait } from '../domain/throttle.ts';
import { credentialIdIn } from '../factors/passkeys.ts';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { spendChallenge, tryChallenge, type LoginChallenge } from '../storage/loginChallenges.ts';
import { passkeyById } from '../storage/secondFactors.ts';
import { blocksOn, forgetFailures, recordFailure, type ThrottleKey } from '../storage/throttle.ts';
import { hashOfToken } from '../tokens/randomToken.ts';
import { deviceTokenFor, knownDevice } from '../tokens/deviceToken.ts';
import { checkFactor, checkPasskey, factorKey, type FactorAnswer, type UseFactor } from './checkFactor.ts';
import { refused, type LoginResult } from './login.ts';
import { markOf } from './loginChallenge.ts';
import { openSession } from './openSession.ts';

export type CompleteLogin = FactorAnswer & { token: string; deviceToken?: string | null; deviceName?: string | null };
type From = { clientAddress: string | null };

const wrong = () => refused('INVALID_FACTOR', 'This code or key is not right, was used before, or came too late: sign in again.');

/** The second half of a sign-in: a code or a key, once, for the challenge that the first half gave. */
export function completeLogin(parts: Parts) {
  return async (input: CompleteLogin, from: From): Promise<LoginResult> => {
    const challenge = await tryChallenge(parts.database, hashOfToken(input.token), ['SECOND_FACTOR', 'PASSKEY_SIGN_IN'], parts.now());
    const account = challenge && (await accountOf(parts, challenge, input));
    if (!challenge || account?.status !== 'ACTIVE') return wrong();
    const key = factorKey(account.id);
    const seconds = secondsToWait(await blocksOn(parts.database, [key]), parts.now());
    if (seconds > 0) return refused('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${seconds} seconds.`);
    const use = await check(parts, challenge, account, input);
    return (use && (await open(parts, { challenge, account, key, use }, input, from))) ?? fail(parts, account, key, from);
  };
}

async function accountOf({ database }: Parts, challenge: LoginChallenge, { passkey }: CompleteLogin): Promise<Account | null> {
  if (challenge.accountId === null) {
    const key = passkey ? await passkeyById(database, credentialIdIn(passkey)) : null;
    return key && accountById(database, key.accountId);
  }
  const account = await accountById(database, challenge.accountId);
  const isSamePassword = account && challenge.passwordMark && Buffer.from(markOf(account)).equals(challenge.passwordMark);
  return isSamePassword ? account : null;
}

const check = (parts: Parts, { accountId, webauthnChallenge }: LoginChallenge, account: Account, answer: CompleteLogin): Promise<UseFactor | null> =>
  accountId === null
    ? checkPasskey(parts, account.id, answer.passkey ?? '', { challenge: webauthnChallenge, insteadOfPassword: true })
    : checkFactor(parts, account, answer, webauthnChallenge);

type Checked = { challenge: LoginChallenge; account: Account; key: ThrottleKey; use: UseFactor };

async function open(parts: Parts, { challenge, account, key, use }: Checked, input: CompleteLogin, { clientAddress }: From): Promise<LoginResult | null> {
  const { email } = account;
  const session = await openSession(parts, account, { clientAddress, deviceName: input.deviceName }, async (tx, at) => {
    if (!(await spendChallenge(tx, challenge.tokenHash)) || !(await use(tx, at))) return false;
    await forgetFailures(tx, [key]);
    return true;
  });
  const deviceToken = deviceTokenFor(parts.keyring, knownDevice(parts.keyring, input.deviceToken, email) ?? parts.newId('dev'), account);
  return session && { session, user: account, deviceToken, challenge: null, userErrors: [] };
}

async function fail({ database, now, newId }: Parts, account: Account, key: ThrottleKey, { clientAddress }: From): Promise<LoginResult> {
  const at = now();
  await database.$transaction(async (tx) => {
    await recordFailure(tx, [key], at);
    await appendAudit(tx, { id: newId('aud'), at, actor: { kind: 'ANONYMOUS', id: null }, action: 'SECOND_FACTOR_REFUSED', target: account.id, clientAddress });
  });
  return wrong();
}
