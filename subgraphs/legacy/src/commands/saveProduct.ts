import { userError } from '@sysops-squad/chassis/userError';
import { mistakesInProduct, type ProductInput } from '../domain/product.ts';
import { productsByIds, writeProduct } from '../monolith/products.ts';
import { isConflict, notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

export const saveProduct = ({ rest }: WritingParts) => async ({ load }: Request, input: ProductInput) => {
  const mistakes = mistakesInProduct(input);
  if (mistakes.length > 0) return refused(...mistakes);
  if (input.id && !(await load.product.load(input.id))) return notFound('product', 'id');
  const skills = await Promise.all((input.requiredSkills ?? []).map(({ skillId }) => load.skill.load(skillId)));
  const unknown = skills.indexOf(null);
  if (unknown >= 0) return refused(userError('NOT_FOUND', 'There is no such skill.', `requiredSkills[${unknown}].skillId`));
  const names = new Map(skills.map((skill) => [skill!.id, skill!.name ?? skill!.id]));
  const words = { fields: { visit_minutes: 'visitMinutes', expected_version: 'expectedVersion' }, codes: { ALREADY_EXISTS: 'INVALID_INPUT' } };
  const saved = await unlessRefused(async () => ({ product: await writeProduct(rest, input, names) }), words);
  return isConflict(saved) ? { ...saved, product: (await productsByIds(rest, [input.id!]))[0] } : saved;
};
