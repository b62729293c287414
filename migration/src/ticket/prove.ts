import type pg from 'pg';

export type TableProof = { table: string; rows: number; checksum: string };

/** The same rows in the same words, from what was read of the monolith and from what was written. */
type Pair = { table: string; columns: string[]; before: string; after: string };

const pairs: readonly Pair[] = [
  {
    table: 'ticket',
    columns: ['id', 'number', 'customer_id', 'product_id', 'product_name', 'description', 'priority', 'status', 'contract_id', 'resolution', 'created_at', 'arrived_at'],
    before: 'SELECT *, taken AS new_status FROM m_taken', after: 'SELECT *, status AS new_status FROM ticket',
  },
  {
    table: 'ticket_window', columns: ['id', 'window_start', 'window_end'],
    before: 'SELECT id, window_start, window_end FROM m_ticket WHERE window_start IS NOT NULL AND window_end IS NOT NULL',
    after: 'SELECT ticket_id AS id, starts_at AS window_start, ends_at AS window_end FROM ticket_window',
  },
  {
    table: 'ticket_history', columns: ['id', 'at', 'actor_kind', 'actor_id', 'to_status', 'note'],
    before: `SELECT ticket_id || ':' || row_number() OVER (PARTITION BY ticket_id ORDER BY sequence) AS id, at, actor_kind, actor_id, to_status, note FROM m_history WHERE kind = 'TRANSITION'`,
    // What the migration had to add is not the monolith's.
    after: `SELECT ticket_id || ':' || sequence AS id, at, actor_kind, actor_id, to_status, reason AS note FROM ticket_history WHERE actor_id IS DISTINCT FROM 'migration'
      AND reason IS DISTINCT FROM 'The monolith had no history of this ticket.'`,
  },
  {
    table: 'comment', columns: ['id', 'ticket_id', 'actor_kind', 'actor_id', 'note', 'visibility', 'at'],
    before: `SELECT id, ticket_id, actor_kind, actor_id, coalesce(nullif(note, ''), '-') AS note, visibility, at FROM m_history WHERE kind = 'COMMENT'`,
    after: 'SELECT id, ticket_id, author_kind AS actor_kind, author_id AS actor_id, body AS note, visibility, created_at AS at FROM comment',
  },
  {
    table: 'offer', columns: ['id', 'expert_id', 'starts_at', 'ends_at'],
    before: 'SELECT id, expert_id, starts_at, ends_at FROM m_taken WHERE expert_id IS NOT NULL', after: 'SELECT ticket_id AS id, expert_id, starts_at, ends_at FROM offer',
  },
  {
    table: 'ticket_article', columns: ['id', 'ticket_id', 'title'],
    before: 'SELECT id, ticket_id, title FROM m_article WHERE ticket_id IN (SELECT id FROM m_ticket)', after: 'SELECT article_id AS id, ticket_id, title FROM ticket_article',
  },
];

/** @throws when what was written is not what was read, naming rows that differ */
export async function prove(target: pg.Client): Promise<TableProof[]> {
  const proof: TableProof[] = [];
  for (const pair of pairs) {
    const [before, after] = [await sumOf(target, pair, pair.before), await sumOf(target, pair, pair.after)];
    if (before.rows !== after.rows || before.checksum !== after.checksum) throw new Error(await difference(target, pair, before.rows, after.rows));
    proof.push({ table: pair.table, ...after });
  }
  return proof;
}

function linesOf({ columns }: Pair, select: string): string {
  const values = columns.map((name) => (name === 'status' && select.includes('new_status') ? 'new_status' : name));
  const text = values.map((name) => (/_at$|^at$|_start$|_end$/.test(name) ? `extract(epoch FROM ${name})` : name));
  return `SELECT id, md5(jsonb_build_array(${text.join(', ')})::text) AS line FROM (${select}) r`;
}

async function sumOf(target: pg.Client, pair: Pair, select: string): Promise<{ rows: number; checksum: string }> {
  const { rows } = await target.query<{ rows: number; checksum: string }>(
    `SELECT count(*)::int AS rows, md5(coalesce(string_agg(line, '' ORDER BY id COLLATE "C"), '')) AS checksum FROM (${linesOf(pair, select)}) l`,
  );
  return rows[0]!;
}

async function difference(target: pg.Client, pair: Pair, before: number, after: number): Promise<string> {
  const { rows } = await target.query<{ id: string }>(
    `SELECT coalesce(b.id, a.id) AS id FROM (${linesOf(pair, pair.before)}) b FULL JOIN (${linesOf(pair, pair.after)}) a USING (id, line)
     WHERE a.line IS NULL OR b.line IS NULL ORDER BY 1 LIMIT 10`,
  );
  return `${pair.table}: ${before} rows in the monolith, ${after} in ticket; they differ, e.g. ${rows.map(({ id }) => id).join(', ')}`;
}
