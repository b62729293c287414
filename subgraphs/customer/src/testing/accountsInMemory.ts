import { GraphUnavailable } from '@sysops-squad/chassis/graphClient';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Accounts } from '../accounts/accounts.ts';

type Account = { email: string | null; status: 'PROVISIONED' | 'ACTIVE' | 'ABANDONED' };
type Call = keyof Accounts;

/** Keeps auth's promises, and fails where a test says so: before the work is done or after it, when only the answer is lost. */
export function accountsInMemory() {
  const accounts = new Map<string, Account>();
  const calls: Call[] = [];
  let fault: { call: Call; when: 'before' | 'after' } | null = null;
  const run = async (call: Call, work: () => UserError[]): Promise<UserError[]> => {
    calls.push(call);
    const now = fault?.call === call ? fault.when : null;
    if (now) fault = null;
    if (now === 'before') throw new GraphUnavailable('the router is down');
    const answer = work();
    if (now === 'after') throw new GraphUnavailable('the answer was lost');
    return answer;
  };
  const port: Accounts = {
    provision: ({ accountId, email }) =>
      run('provision', () => {
        const existing = accounts.get(accountId);
        if (existing) return existing.status === 'ABANDONED' ? [userError('ABANDONED', '')] : [];
        accounts.set(accountId, { email, status: 'PROVISIONED' });
        return [];
      }),
    activate: (accountId) =>
      run('activate', () => {
        const account = accounts.get(accountId);
        if (!account || account.status === 'ABANDONED') return [userError('NOT_FOUND', '')];
        account.status = 'ACTIVE';
        return [];
      }),
    abandon: (accountId) =>
      run('abandon', () => {
        if (accounts.get(accountId)?.status === 'ACTIVE') return [userError('ALREADY_ACTIVE', '')];
        accounts.set(accountId, { email: null, status: 'ABANDONED' });
        return [];
      }),
  };
  return {
    port,
    calls,
    failOnce: (call: Call, when: 'before' | 'after') => void (fault = { call, when }),
    statusOf: (email: string) => [...accounts.values()].find((account) => account.email === email)?.status ?? null,
    statuses: () => [...accounts.values()].map(({ status }) => status),
  };
}
