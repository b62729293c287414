import type { RunSql } from '@sysops-squad/chassis/outbox/message';
import type { RosterRows, Unread } from './rosterRows.ts';

type Table = { name: keyof RosterRows; key: string[]; columns: Record<string, string>; gone: string; of?: readonly [keyof Unread, string] };

/** Parents first. `gone`: what becomes of rows that the roster does not show any more. `of`: whose rows they are; those of the unread stay. */
const tables: readonly Table[] = [
  { name: 'roster_territory', key: ['id'], columns: { id: 'text', name: 'text', lat: 'float8', lng: 'float8', postcode_prefixes: 'text[]' }, gone: `UPDATE roster_territory SET postcode_prefixes = '{}'` },
  { name: 'roster_product', key: ['id'], columns: { id: 'text', name: 'text', category: 'text', visit_minutes: 'int', active: 'boolean', skills_known: 'boolean' }, gone: 'UPDATE roster_product SET active = false' },
  { name: 'roster_product_skill', key: ['product_id', 'skill_id'], columns: { product_id: 'text', skill_id: 'text', level: 'int' }, gone: 'DELETE FROM roster_product_skill', of: ['products', 'product_id'] },
  { name: 'roster_expert', key: ['id'], columns: { id: 'text', name: 'text', active: 'boolean', home_lat: 'float8', home_lng: 'float8', time_zone: 'text' }, gone: 'UPDATE roster_expert SET active = false', of: ['experts', 'id'] },
  { name: 'roster_expert_skill', key: ['expert_id', 'skill_id'], columns: { expert_id: 'text', skill_id: 'text', level: 'int', verified: 'boolean', valid_until: 'timestamptz' }, gone: 'UPDATE roster_expert_skill SET removed_at = coalesce(removed_at, now())', of: ['experts', 'expert_id'] },
  { name: 'roster_expert_territory', key: ['expert_id', 'territory_id'], columns: { expert_id: 'text', territory_id: 'text', kind: 'text' }, gone: 'DELETE FROM roster_expert_territory', of: ['experts', 'expert_id'] },
  { name: 'roster_shift', key: ['expert_id', 'weekday', 'start_minute'], columns: { expert_id: 'text', weekday: 'int', start_minute: 'int', end_minute: 'int' }, gone: 'DELETE FROM roster_shift', of: ['experts', 'expert_id'] },
  { name: 'roster_time_off', key: ['id'], columns: { id: 'text', expert_id: 'text', starts_at: 'timestamptz', ends_at: 'timestamptz' }, gone: 'DELETE FROM roster_time_off', of: ['experts', 'expert_id'] },
];

/** Makes the replica equal to what was read. Belongs into one transaction. Returns how many rows changed. */
export async function saveRoster(sql: RunSql, rows: RosterRows, unread: Unread): Promise<number> {
  // One at a time; dispatch goes on meanwhile.
  await sql(`SELECT pg_advisory_xact_lock(hashtextextended('roster sync', 0))::text`);
  let changed = 0;
  for (const table of tables) {
    const json = JSON.stringify(rows[table.name]);
    changed += await upsert(sql, table, json);
    changed += await retire(sql, table, json, unread);
  }
  return changed;
}

const recordOf = ({ columns }: Table): string => `jsonb_to_recordset($1::jsonb) AS fresh(${Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ')})`;

/** Rows that are as they should be are not even locked: dispatch goes on booking these experts. */
async function upsert(sql: RunSql, table: Table, json: string): Promise<number> {
  const names = Object.keys(table.columns);
  const values = names.filter((name) => !table.key.includes(name));
  const removable = table.name === 'roster_expert_skill';
  const set = [...values.map((name) => `${name} = EXCLUDED.${name}`), ...(removable ? ['removed_at = NULL'] : [])];
  const same = [...table.key.map((name) => `same.${name} = fresh.${name}`), ...values.map((name) => `same.${name} IS NOT DISTINCT FROM fresh.${name}`), ...(removable ? ['same.removed_at IS NULL'] : [])];
  const [{ changed } = { changed: 0 }] = await sql<{ changed: number }>(
    `WITH written AS (
       INSERT INTO ${table.name} (${names.join(', ')}) SELECT DISTINCT ON (${table.key.join(', ')}) ${names.join(', ')} FROM ${recordOf(table)}
       WHERE NOT EXISTS (SELECT 1 FROM ${table.name} AS same WHERE ${same.join(' AND ')})
       ON CONFLICT (${table.key.join(', ')}) ${set.length > 0 ? `DO UPDATE SET ${set.join(', ')}` : 'DO NOTHING'} RETURNING 1)
     SELECT count(*)::int AS changed FROM written`, [json]);
  return changed;
}

async function retire(sql: RunSql, table: Table, json: string, unread: Unread): Promise<number> {
  const alias = table.name;
  const isShown = `EXISTS (SELECT 1 FROM ${recordOf(table)} WHERE ${table.key.map((name) => `fresh.${name} = ${alias}.${name}`).join(' AND ')})`;
  const untouched: Partial<Record<keyof RosterRows, string>> = {
    roster_territory: `postcode_prefixes <> '{}'`, roster_product: 'active', roster_expert: 'active', roster_expert_skill: 'removed_at IS NULL',
  };
  const isRead = table.of ? `NOT ${table.of[1]} = ANY ($2::text[])` : 'true';
  const [{ changed } = { changed: 0 }] = await sql<{ changed: number }>(
    `WITH gone AS (${table.gone} WHERE ${untouched[table.name] ?? 'true'} AND ${isRead} AND NOT ${isShown} RETURNING 1) SELECT count(*)::int AS changed FROM gone`,
    table.of ? [json, unread[table.of[0]]] : [json]);
  return changed;
}
