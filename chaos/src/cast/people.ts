import type { RunSql } from '../checks/violation.ts';
import type { DatabaseName } from '../system/databases.ts';

export type Customer = { id: string; email: string; addressId: string; covered: string[] };
export type Expert = { id: string; email: string };
export type People = { customers: Customer[]; experts: Expert[]; staff: Record<'operative' | 'manager' | 'admin', string>; products: string[] };

type Account = { email: string; customer_id: string | null; expert_id: string | null };

/** So many territories are played in: whoever may get an offer there has to be signed in. */
const TERRITORIES = 4;

/** Who there is, read from the databases before the campaign begins. */
export async function findPeople(sql: Record<DatabaseName, RunSql>): Promise<People> {
  const territories = await sql.ticket<{ id: string; prefixes: string[] }>('SELECT id, postcode_prefixes AS prefixes FROM roster_territory ORDER BY id LIMIT $1', [TERRITORIES]);
  const prefixes = territories.flatMap((territory) => territory.prefixes);
  const accounts = await sql.auth<Account>(`SELECT email, customer_id, expert_id FROM account WHERE status = 'ACTIVE' AND email IS NOT NULL AND (customer_id IS NOT NULL OR expert_id IS NOT NULL)`);
  const addresses = await sql.customer<{ id: string; customer_id: string }>(
    'SELECT id, customer_id FROM address WHERE postcode ^@ ANY ($1) AND position = (SELECT min(position) FROM address first WHERE first.customer_id = address.customer_id)', [prefixes]);
  const covered = await sql.payment<{ customer_id: string; products: string[] }>(
    `SELECT c.customer_id, array_agg(DISTINCT p.product_id) AS products FROM contract c JOIN contract_product p ON p.contract_id = c.id
     WHERE c.status = 'ACTIVE' AND c.starts_at < now() AND (c.ends_at IS NULL OR c.ends_at > now() + interval '1 day') GROUP BY c.customer_id`);
  const active = await sql.ticket<{ id: string }>(
    'SELECT id FROM roster_expert WHERE active AND id IN (SELECT expert_id FROM roster_expert_territory WHERE territory_id = ANY ($1))', [territories.map(({ id }) => id)]);
  const products = await sql.ticket<{ id: string }>('SELECT id FROM roster_product WHERE active ORDER BY id');
  const addressOf = new Map(addresses.map(({ id, customer_id }) => [customer_id, id]));
  const coveredBy = new Map(covered.map((row) => [row.customer_id, row.products]));
  const works = new Set(active.map(({ id }) => id));
  return {
    customers: accounts.flatMap(({ email, customer_id: id }) => (id && addressOf.has(id) && coveredBy.has(id) ? [{ id, email, addressId: addressOf.get(id)!, covered: coveredBy.get(id)! }] : [])),
    experts: accounts.flatMap(({ email, expert_id: id }) => (id && works.has(id) ? [{ id, email }] : [])),
    staff: { operative: 'operative@sysops.example', manager: 'manager@sysops.example', admin: 'admin@sysops.example' },
    products: products.map(({ id }) => id),
  };
}
