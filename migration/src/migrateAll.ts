import { cutForeignKeys } from '../../monolith/src/seed/index.ts';
import { migrateAuth } from './auth.ts';
import { migrateCustomer } from './customer.ts';
import { migratePayment } from './payment.ts';
import { migrateTicket } from './ticket.ts';

const contexts = { auth: migrateAuth, customer: migrateCustomer, payment: migratePayment, ticket: migrateTicket };
type Context = keyof typeof contexts;

/**
 * Copies the four contexts that have left out of the monolith's database, ids kept, then cuts the monolith's foreign keys to them.
 * May be repeated. Each context proves its copy by counts and checksums.
 * @throws when source and copy differ
 */
export async function migrateAll(urls: Record<Context | 'monolith', string>, onProgress: (text: string) => void): Promise<void> {
  for (const [context, migrate] of Object.entries(contexts) as [Context, (typeof contexts)[Context]][]) {
    const report = (text: string): void => onProgress(`${context}: ${text}`);
    const tables = await migrate({ monolithUrl: urls.monolith, targetUrl: urls[context], onProgress: report });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    report(`${rows.toLocaleString('en')} rows, checksums equal`);
  }
  await cutForeignKeys(urls.monolith);
}
