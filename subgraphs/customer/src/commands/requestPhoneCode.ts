import { randomInt } from 'node:crypto';
import { queueMessage, type SendingLimits } from '@sysops-squad/chassis/delivery/queueMessage';
import { networkOf } from '@sysops-squad/chassis/networkOf';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Parts } from '../parts.ts';
import { lockCustomer } from '../storage/customers.ts';
import { countRequest, saveCode } from '../storage/phoneCodes.ts';
import { transactionSql } from '../storage/transactionSql.ts';
import { noProfile } from './ownProfile.ts';

const minute = 60_000;
const day = 1_440 * minute;
const validMs = 10 * minute;
const mostADay = { customer: 5, network: 20 };
/** Whoever asks: one number gets no more, and all together no more than SMS may cost. */
const limits: SendingLimits = { recipient: [{ count: 1, withinMs: minute }, { count: 5, withinMs: day }], everyone: [{ count: 2_000, withinMs: day }] };

const noPhone = userError('INVALID_INPUT', 'There is no phone number in the profile: add one first.');
const tooMany = userError('TOO_MANY_CODES', 'Too many codes were sent: wait a minute, or until tomorrow.');

export type CodeResult = { expiresAt: Date | null; userErrors: UserError[] };
const refused = (error: UserError): CodeResult => ({ expiresAt: null, userErrors: [error] });

/** Thrown to roll back; never leaves this file. */
class Limited extends Error {}

/** A new code takes the place of the one before. */
export function requestPhoneCode(parts: Parts) {
  return async (customerId: string | null, clientAddress: string | null): Promise<CodeResult> => {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const codeHash = await parts.requestHasher.hash(code);
    try {
      return await parts.database.$transaction(async (tx) => {
        const customer = customerId && (await lockCustomer(tx, customerId));
        if (!customer) return refused(noProfile);
        if (!customer.phone) return refused(noPhone);
        const at = parts.now();
        const expiresAt = new Date(at.getTime() + validMs);
        if (!(await countRequest(tx, { customerId: customer.id, network: networkOf(clientAddress), at }, mostADay))) return refused(tooMany);
        const body = `${code} is your code for Sysops Squad. It is valid for ten minutes. Did you not ask for it? Then tell it to nobody.`;
        const message = { id: parts.newId('msg'), channel: 'SMS' as const, recipient: customer.phone, template: 'PHONE_CODE', subject: 'Your code', body, expiresAt };
        if ((await queueMessage(transactionSql(tx), message, at, limits)) === 'limited') throw new Limited();
        await saveCode(tx, { customerId: customer.id, phone: customer.phone, codeHash, expiresAt });
        return { expiresAt, userErrors: [] };
      });
    } catch (error) {
      if (error instanceof Limited) return refused(tooMany);
      throw error;
    }
  };
}
