import { products } from '../../../monolith/src/catalogue/products.ts';
import type { Expert, World } from '../world/world.ts';

export type Staff = { name: string; what: string; of: (world: World) => Expert[] };

type Skills = Expert['skills'];

const categoryOf = new Map(products.flatMap(({ category, needs }) => needs.map(({ skill }) => [skill.id, category])));

/** From specialists to people who can do everything: the more of them can do the same, the more there is to choose. */
export const staffs: readonly Staff[] = [
  { name: 'as they are', what: 'three neighbouring products each', of: ({ experts }) => experts },
  { name: 'by category', what: 'every product of their category', of: ({ experts }) => experts.map((expert) => ({ ...expert, skills: trained((category) => category === categoryOf.get(expert.skills[0]?.skillId ?? '')) })) },
  { name: 'generalists', what: 'every product', of: ({ experts }) => experts.map((expert) => ({ ...expert, skills: everything })) },
];

function trained(counts: (category: string) => boolean): Skills {
  const levels = new Map<string, number>();
  for (const { skill, level } of products.filter(({ category }) => counts(category)).flatMap(({ needs }) => needs)) levels.set(skill.id, Math.max(level, levels.get(skill.id) ?? 0));
  return [...levels].map(([skillId, level]) => ({ skillId, level, validUntil: null }));
}

const everything = trained(() => true);
