import type { Skill } from '../domain/expert.ts';
import type { Rest } from './rest.ts';

/** The monolith has no skills of their own: these are the distinct ones of its experts, in one call. */
export async function allSkills(rest: Rest): Promise<Skill[]> {
  const { rows } = await rest.list<{ skill_id: string; skill_name: string; category: string }>('skills', { limit: 500 });
  return rows.map((row) => ({ id: row.skill_id, name: row.skill_name, category: row.category }));
}
