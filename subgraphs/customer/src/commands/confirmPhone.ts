import { userError } from '@sysops-squad/chassis/userError';
import type { Parts } from '../parts.ts';
import { customersByIds } from '../storage/customers.ts';
import { provePhone, takeTry } from '../storage/phoneCodes.ts';
import { noProfile, type CustomerResult } from './ownProfile.ts';

const wrongCode = userError('WRONG_CODE', 'This is not the code, or it is not valid any more. After five tries or ten minutes ask for another one.', 'code');
const refused: CustomerResult = { customer: null, userErrors: [wrongCode] };

/** The try is taken before the code is looked at, so that simultaneous guesses are not more than five either. */
export function confirmPhone(parts: Parts) {
  return async (customerId: string | null, code: string): Promise<CustomerResult> => {
    if (!customerId) return { customer: null, userErrors: [noProfile] };
    const digits = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(digits)) return refused;
    const sent = await takeTry(parts.database, customerId, parts.now());
    if (!sent || !(await parts.requestHasher.matches(sent.codeHash, digits))) return refused;
    return parts.database.$transaction(async (tx) => {
      if (!(await provePhone(tx, sent, parts.now()))) return refused;
      return { customer: (await customersByIds(tx, [customerId]))[0] ?? null, userErrors: [] };
    });
  };
}
