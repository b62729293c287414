import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { accountActor } from '../domain/actor.ts';
import { makeRecoveryCodes } from '../factors/recoveryCodes.ts';
import { makeTotpSecret, stepOfCode, totpSetup } from '../factors/totpCode.ts';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { confirmTotp as confirm, deleteTotp, factorsOf, offerTotp, replaceRecoveryCodes, spendStep, totpOf } from '../storage/secondFactors.ts';
import { checkCountedFactor, wrongFactor, type FactorAnswer } from './checkFactor.ts';
import { withPresentPassword } from './presentPassword.ts';
import { requireActor } from './requireActor.ts';

type Setup = { otpauthUrl: string | null; secret: string | null; userErrors: UserError[] };
type Codes = { recoveryCodes: string[] | null; userErrors: UserError[] };

const inForce = userError('ALREADY_IN_FORCE', 'This account has codes by an app already: remove them first.');
const wrongCode = userError('INVALID_FACTOR', 'This code is not right, or was used before.', 'code');

/** Nothing is in force before `confirmTotp`. The secret is shown this once. */
export function beginTotp(parts: Parts) {
  return async ({ password }: { password: string }, caller: Caller): Promise<Setup> => {
    let setup: { otpauthUrl: string; secret: string } | null = null;
    const userErrors = await withPresentPassword(parts, caller, password, async ({ id, email }) => async (tx, at) => {
      const secret = makeTotpSecret();
      if (!(await offerTotp(tx, id, parts.keyring.seal('second factor', secret), at))) return [inForce];
      setup = totpSetup(secret, email);
      return [];
    });
    return { otpauthUrl: null, secret: null, ...(setup ?? {}), userErrors };
  };
}

/** A first right code puts the app in force, and gives ten recovery codes, shown this once. */
export function confirmTotp(parts: Parts) {
  return ({ code }: { code: string }, caller: Caller): Promise<Codes> =>
    parts.database.$transaction(async (tx) => {
      await requireActor(tx, caller);
      const at = parts.now();
      const account = await accountById(tx, caller.id ?? '');
      const kept = account && (await totpOf(tx, account.id));
      const step = kept && !kept.confirmedAt ? stepOfCode(parts.keyring.open('second factor', kept.sealedSecret), code, at) : null;
      if (!account || step === null || !(await spendStep(tx, account.id, step)) || !(await confirm(tx, account.id, at))) return { recoveryCodes: null, userErrors: [wrongCode] };
      const { codes, hashes } = makeRecoveryCodes(parts.keyring, account.id);
      await replaceRecoveryCodes(tx, account.id, hashes);
      const { clientAddress } = caller;
      await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'SECOND_FACTOR_ADDED', target: account.id, clientAddress });
      return { recoveryCodes: codes, userErrors: [] };
    });
}

/** Password and a code: neither a stolen session nor a guessed password takes the second factor away. */
export function removeTotp(parts: Parts) {
  return ({ password, ...answer }: FactorAnswer & { password: string }, caller: Caller): Promise<UserError[]> =>
    withPresentPassword(parts, caller, password, async (account) => {
      const use = await checkCountedFactor(parts, account, answer);
      if (typeof use !== 'function') return [use];
      return async (tx, at) => {
        if (!(await use(tx, at))) return [wrongFactor];
        await deleteTotp(tx, account.id);
        if ((await factorsOf(tx, account.id)).passkeys.length === 0) await replaceRecoveryCodes(tx, account.id, []);
        const { clientAddress } = caller;
        await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'SECOND_FACTOR_REMOVED', target: account.id, clientAddress });
        return [];
      };
    });
}
