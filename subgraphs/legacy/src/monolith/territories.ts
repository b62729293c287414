import type { Territory } from '../domain/expert.ts';
import { allRows } from './batches.ts';
import type { Rest } from './rest.ts';

type LocationRow = { id: string; name: string; center_lat: number; center_lng: number; postcode_prefixes: string[] };

/** All of them, in one call: there are twelve. */
export async function allTerritories(rest: Rest): Promise<Territory[]> {
  const rows = await allRows<LocationRow>(rest, 'location', { kind: 'TERRITORY', sort: 'id' }, 500);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    center: { lat: row.center_lat, lng: row.center_lng },
    postcodePrefixes: row.postcode_prefixes,
  }));
}
