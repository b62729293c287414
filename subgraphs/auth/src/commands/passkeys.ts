import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { accountActor } from '../domain/actor.ts';
import { readRegistration, registrationOptions } from '../factors/passkeys.ts';
import { makeRecoveryCodes } from '../factors/recoveryCodes.ts';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { saveChallenge, spendChallenge, tryChallenge } from '../storage/loginChallenges.ts';
import { deletePasskey, factorsOf, insertPasskey, replaceRecoveryCodes } from '../storage/secondFactors.ts';
import { hashOfToken, makeToken } from '../tokens/randomToken.ts';
import { checkCountedFactor, FactorUsed, wrongFactor, type FactorAnswer } from './checkFactor.ts';
import { withPresentPassword } from './presentPassword.ts';
import { requireActor } from './requireActor.ts';

type Begun = { token: string | null; options: string | null; userErrors: UserError[] };
type Made = { recoveryCodes: string[] | null; userErrors: UserError[] };

const mostPasskeys = 10;
const tooMany = userError('TOO_MANY_PASSKEYS', `An account has at most ${mostPasskeys} passkeys: remove one first.`);
const invalid = userError('INVALID_FACTOR', 'This is not the answer of a device to the options that were given, or it came too late: begin again.', 'response');
const notFound = userError('NOT_FOUND', 'There is no such passkey.', 'id');

export function beginPasskey(parts: Parts) {
  return async ({ password }: { password: string }, caller: Caller): Promise<Begun> => {
    let begun: { token: string; options: string } | null = null;
    const userErrors = await withPresentPassword(parts, caller, password, async (account) => async (tx, at) => {
      const { passkeys } = await factorsOf(tx, account.id);
      if (passkeys.length >= mostPasskeys) return [tooMany];
      const { options, challenge } = await registrationOptions(parts.publicUrl, account, passkeys);
      const { token, tokenHash } = makeToken();
      await saveChallenge(tx, { tokenHash, purpose: 'PASSKEY_REGISTRATION', accountId: account.id, passwordMark: null, webauthnChallenge: challenge }, at);
      begun = { token, options };
      return [];
    });
    return { token: null, options: null, ...(begun ?? {}), userErrors };
  };
}

/** The first second factor of an account comes with recovery codes, shown this once. */
export function completePasskey(parts: Parts) {
  return async (input: { token: string; response: string; name?: string | null }, caller: Caller): Promise<Made> => {
    const tokenHash = hashOfToken(input.token);
    const challenge = await tryChallenge(parts.database, tokenHash, ['PASSKEY_REGISTRATION'], parts.now());
    const made = challenge?.accountId === caller.id && (await readRegistration(parts.publicUrl, input.response, challenge!.webauthnChallenge));
    if (!made) return { recoveryCodes: null, userErrors: [invalid] };
    const name = [...(input.name?.slice(0, 200).trim() ?? '')].slice(0, 100).join('').toWellFormed() || 'Passkey';
    return parts.database.$transaction(async (tx): Promise<Made> => {
      await requireActor(tx, caller);
      const at = parts.now();
      const account = await accountById(tx, caller.id ?? '');
      if (!account || !(await spendChallenge(tx, tokenHash))) return { recoveryCodes: null, userErrors: [invalid] };
      const before = await factorsOf(tx, account.id);
      if (before.passkeys.length >= mostPasskeys) return { recoveryCodes: null, userErrors: [tooMany] };
      if (!(await insertPasskey(tx, { ...made, accountId: account.id, name, createdAt: at }))) return { recoveryCodes: null, userErrors: [invalid] };
      const { clientAddress } = caller;
      await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'SECOND_FACTOR_ADDED', target: account.id, clientAddress });
      if (before.recoveryCodes > 0) return { recoveryCodes: null, userErrors: [] };
      const { codes, hashes } = makeRecoveryCodes(parts.keyring, account.id);
      await replaceRecoveryCodes(tx, account.id, hashes);
      return { recoveryCodes: codes, userErrors: [] };
    });
  };
}

type Removal = FactorAnswer & { id: string; password: string };

/** Password and a code, as for an app: neither a stolen session nor a guessed password takes a key away. */
export function removePasskey(parts: Parts) {
  return ({ id, password, ...answer }: Removal, caller: Caller): Promise<UserError[]> =>
    withPresentPassword(parts, caller, password, async (account) => {
      const use = await checkCountedFactor(parts, account, answer);
      if (typeof use !== 'function') return [use];
      return async (tx, at) => {
        // First, so that a wrong id costs no code.
        if (!(await deletePasskey(tx, id, account.id))) return [notFound];
        if (!(await use(tx, at))) throw new FactorUsed();
        const left = await factorsOf(tx, account.id);
        if (!left.totp && left.passkeys.length === 0) await replaceRecoveryCodes(tx, account.id, []);
        const { clientAddress } = caller;
        await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'SECOND_FACTOR_REMOVED', target: account.id, clientAddress });
        return [];
      };
    }).catch((error: unknown) => {
      if (error instanceof FactorUsed) return [wrongFactor];
      throw error;
    });
}
