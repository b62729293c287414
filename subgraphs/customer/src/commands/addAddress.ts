import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Address } from '../domain/customer.ts';
import { mostAddresses, readPostal, type PostalInput } from '../domain/postal.ts';
import type { Parts } from '../parts.ts';
import { appendAddress } from '../storage/addresses.ts';
import { lockCustomer } from '../storage/customers.ts';
import { noProfile } from './ownProfile.ts';

export type AddressResult = { address: Address | null; userErrors: UserError[] };

const refused = (...userErrors: UserError[]): AddressResult => ({ address: null, userErrors });
const tooMany = userError('TOO_MANY_ADDRESSES', `A customer has at most ${mostAddresses} addresses.`);

export function addAddress({ database, newId, now }: Parts) {
  return async (customerId: string | null, input: PostalInput): Promise<AddressResult> => {
    const reading = readPostal(input);
    if ('refused' in reading) return refused(...reading.refused);
    return database.$transaction(async (tx) => {
      if (!customerId || !(await lockCustomer(tx, customerId))) return refused(noProfile);
      const id = newId('adr');
      if (!(await appendAddress(tx, id, customerId, reading.value, now()))) return refused(tooMany);
      return { address: { ...reading.value, id, customerId }, userErrors: [] };
    });
  };
}
