import type { Caller } from '@sysops-squad/chassis/caller';
import DataLoader from 'dataloader';
import type { Application } from '../application.ts';
import type { OwnContacts } from '../contacts/ownContacts.ts';
import type { Address, Customer } from '../domain/customer.ts';

/** One SQL statement each per request, however many keys are asked for. */
export type Loaders = {
  customers: DataLoader<string, Customer | null>;
  customersOfAccounts: DataLoader<string, Customer | null>;
  addresses: DataLoader<string, Address | null>;
  addressesOfCustomers: DataLoader<string, Address[]>;
};
export type Context = { application: Application; caller: Caller; loaders: Loaders; contacts: OwnContacts };

const loaderOf = <Row>(read: (keys: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string | null) =>
  new DataLoader<string, Row | null>(
    async (keys) => {
      const byKey = new Map((await read(keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => byKey.get(key) ?? null);
    },
    { maxBatchSize: 1_000 },
  );

export function createLoaders(application: Application): Loaders {
  return {
    customers: loaderOf(application.customersByIds, ({ id }) => id),
    customersOfAccounts: loaderOf(application.customersByAccounts, ({ accountId }) => accountId),
    addresses: loaderOf(application.addressesByIds, ({ id }) => id),
    addressesOfCustomers: new DataLoader(async (customerIds) => {
      const byCustomer = Map.groupBy(await application.addressesOfCustomers(customerIds), ({ customerId }) => customerId);
      return customerIds.map((id) => byCustomer.get(id) ?? []);
    }),
  };
}
