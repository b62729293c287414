import DataLoader from 'dataloader';
import type { Page } from '@sysops-squad/chassis/connection';
import type { Contract } from '../domain/contract.ts';
import type { Invoice } from '../domain/invoice.ts';
import { contractsByIds, pagesOfContracts } from '../storage/contracts.ts';
import { invoicesByIds, pagesOfInvoices } from '../storage/invoices.ts';
import { paymentMethodsOfCustomers } from '../storage/paymentMethods.ts';
import { paymentsOfInvoices } from '../storage/payments.ts';
import { plansByIds } from '../storage/plans.ts';
import type { Db } from '../storage/storage.ts';

/** For one request: whatever the number of keys, one statement each. */
export function createLoaders(db: Db) {
  return {
    plan: byId((ids) => plansByIds(db, ids)),
    contract: byId((ids) => contractsByIds(db, ids)),
    invoice: byId((ids) => invoicesByIds(db, ids)),
    payments: grouped((ids) => paymentsOfInvoices(db, ids), ({ invoiceId }) => invoiceId),
    paymentMethods: grouped((ids) => paymentMethodsOfCustomers(db, ids), ({ customerId }) => customerId),
    contracts: perPage(({ limit, after }) => grouped<Contract>((ids) => pagesOfContracts(db, ids, limit, after), ({ customerId }) => customerId)),
    invoices: perPage(({ limit, after }) => grouped<Invoice>((ids) => pagesOfInvoices(db, ids, limit, after), ({ customerId }) => customerId)),
  };
}
export type Loaders = ReturnType<typeof createLoaders>;

type Load<Row> = (keys: readonly string[]) => Promise<Row[]>;

function byId<Row extends { id: string }>(load: Load<Row>): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await load(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

function grouped<Row>(load: Load<Row>, keyOf: (row: Row) => string): DataLoader<string, Row[]> {
  return new DataLoader(async (keys) => {
    const rows = Map.groupBy(await load(keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });
}

/** Loads with the same page arguments go together. */
function perPage<Row>(create: (page: Page) => DataLoader<string, Row[]>): (page: Page) => DataLoader<string, Row[]> {
  const loaders = new Map<string, DataLoader<string, Row[]>>();
  return (page) => {
    const key = JSON.stringify([page.limit, page.after]);
    const loader = loaders.get(key) ?? create(page);
    loaders.set(key, loader);
    return loader;
  };
}
