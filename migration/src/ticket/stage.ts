import type pg from 'pg';
import { sources, type Source } from './sources.ts';

const PAGE = 5_000;

/** Copies what is needed of the monolith into temporary tables beside the ticket context's own, where SQL can do the rest at once. */
export async function stage(monolith: pg.Client, target: pg.Client, onProgress: (text: string) => void): Promise<void> {
  for (const source of sources) {
    const typed = Object.entries(source.columns).map(([name, type]) => `${name} ${type}`).join(', ');
    await target.query(`CREATE TEMPORARY TABLE ${source.name} (${typed}) ON COMMIT DROP`);
    let copied = 0;
    for await (const page of pagesOf(monolith, source)) {
      await target.query(`INSERT INTO ${source.name} SELECT * FROM jsonb_to_recordset($1) AS r (${typed})`, [page.json]);
      copied += page.rows;
      onProgress(`${source.name.slice(2)} ${copied.toLocaleString('en')}`);
    }
    await target.query(`ANALYZE ${source.name}`);
  }
}

async function* pagesOf(monolith: pg.Client, source: Source): AsyncGenerator<{ rows: number; json: string }> {
  for (let after = ''; ; ) {
    const { rows } = await monolith.query<{ rows: number; json: string; last: string }>(
      `SELECT count(*)::int AS rows, jsonb_agg(to_jsonb(r))::text AS json, max(id COLLATE "C") AS last
       FROM (SELECT * FROM (${source.select}) s WHERE s.id COLLATE "C" > $1 ORDER BY s.id COLLATE "C" LIMIT ${PAGE}) r`,
      [after],
    );
    const page = rows[0]!;
    if (page.rows === 0) return;
    yield page;
    after = page.last;
  }
}
