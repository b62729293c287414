import type { Caller } from '@sysops-squad/chassis/caller';
import { callerActor } from '../domain/actor.ts';
import { decideProvisionAccount, type ProvisionAccount } from '../domain/provisionAccount.ts';
import type { Parts } from '../parts.ts';
import { accountById, insertAccount } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { refusalOf } from './refusalOf.ts';
import type { AccountResult } from './saveUser.ts';

/** The first call with an accountId decides; a repeated one gets the account as it is. */
export function provisionAccount(parts: Parts) {
  return async (input: ProvisionAccount, caller: Caller): Promise<AccountResult> => {
    const existing = await accountById(parts.database, input.accountId);
    if (existing) return { user: existing, userErrors: [] };
    const decision = decideProvisionAccount(input, parts.now());
    if ('refused' in decision) return { user: null, userErrors: decision.refused };
    const passwordHash = await parts.gate(() => parts.hasher.hash(input.password));
    const user = { ...decision.account, passwordHash };
    const entry = { id: parts.newId('aud'), at: user.createdAt, actor: callerActor(caller), target: user.id, clientAddress: caller.clientAddress };
    try {
      await parts.database.$transaction(async (tx) => {
        await insertAccount(tx, user);
        await appendAudit(tx, { ...entry, action: 'ACCOUNT_PROVISIONED' });
      });
      return { user, userErrors: [] };
    } catch (error) {
      const refusal = refusalOf(error);
      const winner = await accountById(parts.database, input.accountId);
      return winner ? { user: winner, userErrors: [] } : { user: null, userErrors: [refusal] };
    }
  };
}
