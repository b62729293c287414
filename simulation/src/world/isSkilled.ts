import type { Product } from '../../../monolith/src/catalogue/products.ts';
import type { Expert } from './world.ts';

/** Judged anew, without the dispatch code: every skill that the product needs, at its level, until the visit is over. */
export const isSkilled = ({ skills }: Pick<Expert, 'skills'>, { needs }: Pick<Product, 'needs'>, until: number): boolean =>
  needs.every((need) => skills.some(({ skillId, level, validUntil }) => skillId === need.skill.id && level >= need.level && (validUntil === null || +validUntil >= until)));
