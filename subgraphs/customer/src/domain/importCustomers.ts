import { normalText } from '@sysops-squad/chassis/text/normalText';
import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import { readAll, readEmail, readPhone, readText, type Reading } from './contactRules.ts';

export type ImportRow = { externalId: string; name: string; email: string; phone?: string | null };
export type NewCustomer = { id: string; name: string; email: string; phone: string | null };
export type ImportResult = { externalId: string; outcome: 'CREATED' | 'EXISTED' | 'REFUSED'; customerId: string | null; reason: string | null };

export type Known = {
  /** Customer ids by what this source calls them. */
  byExternalId: ReadonlyMap<string, string>;
  /** Customer ids by e-mail address. */
  byEmail: ReadonlyMap<string, string>;
};

export type ImportPlan = { results: ImportResult[]; customers: NewCustomer[]; links: { externalId: string; customerId: string }[] };

const read = (row: ImportRow): Reading<NewCustomer> =>
  readAll({ id: readText(row.externalId, 'externalId', 200), name: readText(row.name, 'name', 200), email: readEmail(row.email, 'email'), phone: readPhone(row.phone, 'phone') });

export const emailOf = (row: ImportRow): string => normalEmail(row.email) ?? '';

/** Rows in order: one with a known name or address is that customer, the first of its kind makes a new one. */
export function planImport(rows: readonly ImportRow[], known: Known, newId: () => string): ImportPlan {
  const plan: ImportPlan = { results: [], customers: [], links: [] };
  const byExternalId = new Map(known.byExternalId);
  const byEmail = new Map(known.byEmail);
  for (const row of rows) {
    const externalId = normalText(row.externalId);
    const reading = read(row);
    if ('refused' in reading) {
      plan.results.push({ externalId: row.externalId, outcome: 'REFUSED', customerId: null, reason: reading.refused.map(({ message }) => message).join(' ') });
      continue;
    }
    const existing = byExternalId.get(externalId) ?? byEmail.get(reading.value.email);
    const customerId = existing ?? newId();
    if (!existing) plan.customers.push({ ...reading.value, id: customerId });
    if (!byExternalId.has(externalId)) plan.links.push({ externalId, customerId });
    byExternalId.set(externalId, customerId);
    if (!existing) byEmail.set(reading.value.email, customerId);
    plan.results.push({ externalId: row.externalId, outcome: existing ? 'EXISTED' : 'CREATED', customerId, reason: null });
  }
  return plan;
}
