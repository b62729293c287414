import type { Customer } from '../domain/customer.ts';
import { customersByIds } from './customers.ts';
import type { Database } from './database.ts';

export type CustomerPage = { limit: number; after: { name: string; id: string } | null };

/** The words are looked for in name, e-mail, phone, city and postcode; trigram indexes answer from three characters on. */
export async function searchCustomers(database: Database, search: string | null, { limit, after }: CustomerPage): Promise<Customer[]> {
  const pattern = search === null ? null : `%${searched(search).replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await (pattern === null ? firstByName(database, limit, after) : firstMatches(database, pattern, limit, after));
  const byId = new Map((await customersByIds(database, rows.map(({ id }) => id))).map((customer) => [customer.id, customer]));
  return rows.flatMap(({ id }) => byId.get(id) ?? []);
}

/** Numbers are kept with their country's code: what is dialled before an area code stands in none. */
const searched = (search: string): string =>
  /^[+0][\d\s()./-]+$/.test(search) ? search.replace(/\D/g, '').replace(/^0+/, '') : search.toLowerCase();

const firstByName = (database: Database, limit: number, after: CustomerPage['after']) => database.$queryRaw<{ id: string }[]>`
  SELECT id FROM customer
  WHERE status = 'ACTIVE' AND (name, id) > (${after?.name ?? ''}, ${after?.id ?? ''})
  ORDER BY name, id LIMIT ${limit + 1}`;

const firstMatches = (database: Database, pattern: string, limit: number, after: CustomerPage['after']) => database.$queryRaw<{ id: string }[]>`
  SELECT id FROM customer
  WHERE status = 'ACTIVE' AND (name, id) > (${after?.name ?? ''}, ${after?.id ?? ''})
    AND id IN (SELECT id FROM customer WHERE search_text LIKE ${pattern}
               UNION SELECT customer_id FROM address WHERE search_text LIKE ${pattern})
  ORDER BY name, id LIMIT ${limit + 1}`;
