import { addAddress } from './commands/addAddress.ts';
import { confirmCustomerEmail } from './commands/confirmCustomerEmail.ts';
import { confirmPhone } from './commands/confirmPhone.ts';
import { requestPhoneCode } from './commands/requestPhoneCode.ts';
import { importCustomers } from './commands/importCustomers.ts';
import { recoverRegistrations } from './commands/recoverRegistrations.ts';
import { registerCustomer } from './commands/registerCustomer.ts';
import { settleClaims } from './commands/settleClaims.ts';
import { updateNotificationPreferences } from './commands/updateNotificationPreferences.ts';
import { updateProfile } from './commands/updateProfile.ts';
import type { Parts } from './parts.ts';
import { customers } from './queries/customers.ts';
import { addressesByIds, addressesOfCustomers } from './storage/addresses.ts';
import { customersByAccounts, customersByIds } from './storage/customers.ts';

/** Everything that the customer context can be asked for. */
export function createApplication(parts: Parts) {
  const { database } = parts;
  return {
    registerCustomer: registerCustomer(parts),
    recoverRegistrations: recoverRegistrations(parts),
    updateProfile: updateProfile(parts),
    addAddress: addAddress(parts),
    updateNotificationPreferences: updateNotificationPreferences(parts),
    importCustomers: importCustomers(parts),
    confirmCustomerEmail: confirmCustomerEmail(parts),
    settleClaims: settleClaims(parts),
    requestPhoneCode: requestPhoneCode(parts),
    confirmPhone: confirmPhone(parts),

    customers: customers(parts),
    customersByIds: (ids: readonly string[]) => customersByIds(database, ids),
    customersByAccounts: (ids: readonly string[]) => customersByAccounts(database, ids),
    addressesByIds: (ids: readonly string[]) => addressesByIds(database, ids),
    addressesOfCustomers: (ids: readonly string[]) => addressesOfCustomers(database, ids),
  };
}
export type Application = ReturnType<typeof createApplication>;
