import type { RunSql } from '../checks/violation.ts';
import type { DatabaseName } from '../system/databases.ts';

export type Customer = { id: string; email: string; addressId: string; covered: string[] };
export type Expert = { id: string; email: string };
export type People = { customers: Customer[]; experts: Expert[]; staff: Record<'operative' | 'manager' | 'admin', string>; products: string[] };

type Account = { email: string; customer_id: string | null; expert_id: string | null };

/** So many territories are played in: whoever may get an offer there has to be signed in. */
const TERRITORIES = 4;

type Sql = Record<DatabaseName, RunSql>;

/** Who there is, read from the databases before the campaign begins. */
export async function findPeople(sql: Sql): Promise<People> {
  const territories = await sql.ticket<{ id: string; prefixes: string[] }>('SELECT id, postcode_prefixes AS prefixes FROM roster_territory ORDER BY id LIMIT $1', [TERRITORIES]);
  const accounts = await sql.auth<Account>(`SELECT email, customer_id, expert_id FROM account WHERE status = 'ACTIVE' AND email IS NOT NULL AND (customer_id IS NOT NULL OR expert_id IS NOT NULL)`);
  const working = await expertsOf(sql, territories.map(({ id }) => id));
  const products = await sql.ticket<{ id: string }>('SELECT id FROM roster_product WHERE active ORDER BY id');
  return {
    customers: await customersAmong(sql, accounts, territories.flatMap(({ prefixes }) => prefixes)),
    experts: accounts.flatMap(({ email, expert_id: id }) => (id && working.has(id) ? [{ id, email }] : [])),
    staff: { operative: 'operative@sysops.example', manager: 'manager@sysops.example', admin: 'admin@sysops.example' },
    products: products.map(({ id }) => id),
  };
}

async function expertsOf(sql: Sql, territories: string[]): Promise<Set<string>> {
  const rows = await sql.ticket<{ id: string }>(
    'SELECT id FROM roster_expert WHERE active AND id IN (SELECT expert_id FROM roster_expert_territory WHERE territory_id = ANY ($1))', [territories]);
  return new Set(rows.map(({ id }) => id));
}

/** Those who live where somebody comes, and have a contract. */
async function customersAmong(sql: Sql, accounts: readonly Account[], prefixes: string[]): Promise<Customer[]> {
  const addresses = await sql.customer<{ id: string; customer_id: string }>(
    'SELECT id, customer_id FROM address WHERE postcode ^@ ANY ($1) AND position = (SELECT min(position) FROM address first WHERE first.customer_id = address.customer_id)', [prefixes]);
  const contracts = await sql.payment<{ customer_id: string; products: string[] }>(
    `SELECT c.customer_id, array_agg(DISTINCT p.product_id) AS products FROM contract c JOIN contract_product p ON p.contract_id = c.id
     WHERE c.status = 'ACTIVE' AND c.starts_at < now() AND (c.ends_at IS NULL OR c.ends_at > now() + interval '1 day') GROUP BY c.customer_id`);
  const addressOf = new Map(addresses.map(({ id, customer_id }) => [customer_id, id]));
  const coveredBy = new Map(contracts.map((row) => [row.customer_id, row.products]));
  return accounts.flatMap(({ email, customer_id: id }) => {
    const [addressId, covered] = [addressOf.get(id ?? ''), coveredBy.get(id ?? '')];
    return id && addressId && covered ? [{ id, email, addressId, covered }] : [];
  });
}
