import { serviceCaller } from '@sysops-squad/chassis/caller';
import type { Parts } from '../parts.ts';
import { newestAccounts } from '../storage/accounts.ts';
import { saveUser } from './saveUser.ts';

/** The first ADMIN of an empty system, by the same rules as any other account. Does nothing as soon as there is one. */
export function ensureAdmin(parts: Parts) {
  return async (email: string, password: string): Promise<'made' | 'there already'> => {
    const [admin] = await newestAccounts(parts.database, { search: null, role: 'ADMIN' }, { limit: 1, after: null });
    if (admin) return 'there already';
    const { userErrors } = await saveUser(parts)({ email, password, roles: ['ADMIN'] }, serviceCaller('auth'));
    const [refusal] = userErrors;
    if (refusal && refusal.code !== 'EMAIL_TAKEN') throw new Error(`ADMIN_EMAIL, ADMIN_PASSWORD: ${refusal.message}`);
    return refusal ? 'there already' : 'made';
  };
}
