import type { RunSql } from '@sysops-squad/chassis/outbox/message';
import type { Territory } from './location.ts';

export const readTerritories = (sql: RunSql): Promise<Territory[]> =>
  sql<Territory>('SELECT id, lat, lng, postcode_prefixes AS "postcodePrefixes" FROM roster_territory');

type Product = { productId: string | null; productName: string };

/** Why nobody can be sent for this product; null: somebody can. One whose skills cannot be read is not one that needs none. */
export async function productProblem(sql: RunSql, { productId, productName }: Product): Promise<string | null> {
  const name = productName || productId || 'The product';
  const [product] = productId ? await sql<{ skillsKnown: boolean }>('SELECT skills_known AS "skillsKnown" FROM roster_product WHERE id = $1', [productId]) : [];
  if (!product) return `${name} is not one that we support.`;
  return product.skillsKnown ? null : `Which skills ${name} needs cannot be read; an administrator has to save the product.`;
}
