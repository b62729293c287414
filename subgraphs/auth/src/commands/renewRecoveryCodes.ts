import type { Caller } from '@sysops-squad/chassis/caller';
import type { UserError } from '@sysops-squad/chassis/userError';
import { accountActor } from '../domain/actor.ts';
import { makeRecoveryCodes } from '../factors/recoveryCodes.ts';
import type { Parts } from '../parts.ts';
import { appendAudit } from '../storage/audit.ts';
import { replaceRecoveryCodes } from '../storage/secondFactors.ts';
import { checkCountedFactor, wrongFactor, type FactorAnswer } from './checkFactor.ts';
import { withPresentPassword } from './presentPassword.ts';

type Renewed = { recoveryCodes: string[] | null; userErrors: UserError[] };

/** Ten new codes instead of all that were there, shown this once; app and keys stay. */
export function renewRecoveryCodes(parts: Parts) {
  return async ({ password, ...answer }: FactorAnswer & { password: string }, caller: Caller): Promise<Renewed> => {
    let recoveryCodes: string[] | null = null;
    const userErrors = await withPresentPassword(parts, caller, password, async (account) => {
      const use = await checkCountedFactor(parts, account, answer);
      if (typeof use !== 'function') return [use];
      return async (tx, at) => {
        if (!(await use(tx, at))) return [wrongFactor];
        const { codes, hashes } = makeRecoveryCodes(parts.keyring, account.id);
        await replaceRecoveryCodes(tx, account.id, hashes);
        const { clientAddress } = caller;
        await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'RECOVERY_CODES_RENEWED', target: account.id, clientAddress });
        recoveryCodes = codes;
        return [];
      };
    });
    return { recoveryCodes, userErrors };
  };
}
