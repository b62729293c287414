import { refusalsIn } from '@sysops-squad/chassis/text/reading';
import { readLine } from '@sysops-squad/chassis/text/readText';
import { userError, type UserError } from '@sysops-squad/chassis/userError';

export type RequiredSkill = { skillId: string; level: number };

export type Product = {
  id: string;
  name: string;
  category: string;
  /** Null: nobody can tell from the monolith's remarks. */
  requiredSkills: RequiredSkill[] | null;
  visitMinutes: number;
  active: boolean;
  version: number;
};

export type ProductInput = {
  id?: string | null;
  name?: string | null;
  category?: string | null;
  requiredSkills?: RequiredSkill[] | null;
  visitMinutes?: number | null;
  active?: boolean | null;
  expectedVersion?: number | null;
};

/** Everything that is wrong with a product to be saved; a new one needs all fields. */
export function mistakesInProduct(input: ProductInput): UserError[] {
  const missing = input.id ? [] : (['name', 'category', 'requiredSkills', 'visitMinutes'] as const).filter((field) => input[field] == null);
  const mistakes = missing.map((field) => userError('INVALID_INPUT', `A new product needs ${field}.`, field));
  for (const field of ['name', 'category'] as const) {
    const text = input[field];
    if (text != null) mistakes.push(...refusalsIn(readLine(text, field, { maximum: 100 })));
  }
  const minutes = input.visitMinutes;
  if (minutes != null && (minutes < 15 || minutes > 480)) mistakes.push(userError('INVALID_INPUT', 'visitMinutes must be from 15 to 480.', 'visitMinutes'));
  return [...mistakes, ...mistakesInSkills(input.requiredSkills ?? [], 'requiredSkills')];
}

/** Levels are 1 to 3, and no skill is named twice. */
export function mistakesInSkills(skills: readonly RequiredSkill[], field: string): UserError[] {
  const seen = new Set<string>();
  return skills.flatMap(({ skillId, level }, n) => {
    const twice = seen.has(skillId);
    seen.add(skillId);
    if (twice) return [userError('INVALID_INPUT', `${skillId} is named twice; name each skill once.`, `${field}[${n}].skillId`)];
    return level >= 1 && level <= 3 ? [] : [userError('INVALID_INPUT', 'level must be 1, 2 or 3.', `${field}[${n}].level`)];
  }).concat(skills.length > 20 ? [userError('INVALID_INPUT', `At most 20 ${field}.`, field)] : []);
}
