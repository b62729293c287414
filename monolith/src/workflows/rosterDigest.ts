import type { Pool } from '../database.ts';

const PARTS = ['expert_profile', 'expertise', 'location', 'ticket_type'] as const;
const digestOf = (table: string) => `(SELECT md5(string_agg(md5(r::text), '' ORDER BY id)) FROM ${table} r)`;

/** Another text whenever an expert, a skill of theirs, a territory or a product has changed: there is no column that says when. */
export function rosterDigest(pool: Pool) {
  return async () => {
    const { rows } = await pool.query<{ digest: string }>(`SELECT md5(concat_ws(' ', ${PARTS.map(digestOf).join(', ')})) AS digest`);
    return rows[0]!;
  };
}
