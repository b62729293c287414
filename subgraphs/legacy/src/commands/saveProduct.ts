import { userError } from '@sysops-squad/chassis/userError';
import { mistakesInProduct, type ProductInput } from '../domain/product.ts';
import { writeProduct } from '../monolith/products.ts';
import { notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

export const saveProduct = ({ rest }: WritingParts) => async ({ load }: Request, input: ProductInput) => {
  const mistakes = mistakesInProduct(input);
  if (mistakes.length > 0) return refused(...mistakes);
  if (input.id && !(await load.product.load(input.id))) return notFound('product', 'id');
  const skills = await Promise.all((input.requiredSkills ?? []).map(({ skillId }) => load.skill.load(skillId)));
  const unknown = skills.indexOf(null);
  if (unknown >= 0) return refused(userError('NOT_FOUND', 'There is no such skill.', `requiredSkills[${unknown}].skillId`));
  const names = new Map(skills.map((skill) => [skill!.id, skill!.name ?? skill!.id]));
  return unlessRefused(async () => ({ product: await writeProduct(rest, input, names) }), { fields: { visit_minutes: 'visitMinutes' }, codes: { ALREADY_EXISTS: 'INVALID_INPUT' } });
};
