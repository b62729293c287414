import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Product, ProductInput } from '../domain/product.ts';
import { inOrderOf, rowsWhere } from './batches.ts';
import { remarksFor, skillsInRemarks } from './remarks.ts';
import type { Rest } from './rest.ts';

export type ProductRow = { id: string; name: string; category: string; visit_minutes: number; remarks: string; active: boolean; version: number };

/** Products are the ticket types that the call centre picks from. */
export const toProduct = (row: ProductRow): Product => ({
  id: row.id,
  name: row.name,
  category: row.category,
  requiredSkills: skillsInRemarks(row.remarks),
  visitMinutes: row.visit_minutes,
  active: row.active,
  version: row.version,
});

export async function productsByIds(rest: Rest, ids: readonly string[]): Promise<(Product | null)[]> {
  const rows = await rowsWhere<ProductRow>(rest, 'ticket_type', 'ids', ids);
  return inOrderOf(ids, rows.map(toProduct), ({ id }) => id);
}

/** By name, which is unique, so that a page goes on after the last name. */
export async function pageOfProducts(rest: Rest, page: { search: string | undefined; activeOnly: boolean; limit: number; after: string | null }): Promise<Product[]> {
  const { rows } = await rest.list<ProductRow>('ticket_type', {
    search: page.search,
    active: page.activeOnly ? true : undefined,
    'name.gte': page.after ?? undefined,
    sort: 'name',
    limit: page.limit + 2,
  });
  return rows.filter(({ name }) => name !== page.after).map(toProduct);
}

/** @param skillNames of every required skill, for the remark that people read */
export async function writeProduct(rest: Rest, input: ProductInput, skillNames: ReadonlyMap<string, string>): Promise<Product> {
  const required = input.requiredSkills?.map((need) => ({ ...need, skillName: skillNames.get(need.skillId) ?? need.skillId }));
  const columns = {
    ...(input.name != null && { name: normalText(input.name) }),
    ...(input.category != null && { category: normalText(input.category) }),
    ...(input.visitMinutes != null && { visit_minutes: input.visitMinutes }),
    ...(input.active != null && { active: input.active }),
    ...(required && { remarks: remarksFor(required) }),
    ...(input.id && input.expectedVersion != null && { expected_version: input.expectedVersion }),
  };
  if (!input.id) return toProduct(await rest.post<ProductRow>('ticket_type', columns));
  const row = Object.keys(columns).length > 0 ? await rest.patch<ProductRow>(`ticket_type/${encodeURIComponent(input.id)}`, columns) : null;
  return row ? toProduct(row) : (await productsByIds(rest, [input.id]))[0]!;
}
