import type { Pool } from '../database.ts';

/** Every skill that somebody has. There is no table of skills: a skill that nobody has does not exist. */
export async function skills(pool: Pool) {
  const { rows } = await pool.query<{ skill_id: string; skill_name: string; category: string }>(
    'SELECT DISTINCT ON (skill_id) skill_id, skill_name, category FROM expertise ORDER BY skill_id, skill_name, category LIMIT 500',
  );
  return rows;
}
