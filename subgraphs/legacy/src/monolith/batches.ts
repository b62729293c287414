import type { Query, Rest } from './rest.ts';

/** The monolith's largest page. */
export const largestPage = 500;
// Ids of new rows have some 40 characters: 200 of them stay well below the 16 KB that a request line and its headers may have.
const idsPerCall = 200;

/** Every row whose `column` is one of `values`: one call for 200 values and 500 rows. */
export async function rowsWhere<Row>(rest: Rest, table: string, column: string, values: readonly string[], query: Query = {}): Promise<Row[]> {
  const found = await Promise.all(chunks([...new Set(values)], idsPerCall).map((chunk) => allRows<Row>(rest, table, { ...query, [column]: chunk.join(',') })));
  return found.flat();
}

/** Every row that matches, page after page, at most `maximum` of them. */
export async function allRows<Row>(rest: Rest, table: string, query: Query = {}, maximum = 10_000): Promise<Row[]> {
  const limit = Math.min(largestPage, maximum);
  const rows: Row[] = [];
  for (;;) {
    const page = await rest.list<Row>(table, { ...query, limit, offset: rows.length });
    rows.push(...page.rows);
    if (page.rows.length < limit || rows.length >= Math.min(page.total, maximum)) return rows;
  }
}

/** For a data loader: the found thing of each key, in the order of the keys. */
export function inOrderOf<Thing>(keys: readonly string[], things: readonly Thing[], keyOf: (thing: Thing) => string): (Thing | null)[] {
  const byKey = new Map(things.map((thing) => [keyOf(thing), thing]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** For a data loader: all things of each key, in the order of the keys. */
export function groupedInOrderOf<Thing>(keys: readonly string[], things: readonly Thing[], keyOf: (thing: Thing) => string): Thing[][] {
  const groups = Map.groupBy(things, keyOf);
  return keys.map((key) => groups.get(key) ?? []);
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
