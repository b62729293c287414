import type { RunSql } from '@sysops-squad/chassis/outbox/message';
import type { Territory } from './location.ts';

export const readTerritories = (sql: RunSql): Promise<Territory[]> =>
  sql<Territory>('SELECT id, lat, lng, postcode_prefixes AS "postcodePrefixes" FROM roster_territory');

export const isKnownProduct = async (sql: RunSql, productId: string): Promise<boolean> =>
  (await sql('SELECT 1 FROM roster_product WHERE id = $1', [productId])).length > 0;
