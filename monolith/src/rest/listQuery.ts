import type { ColumnKind, Table } from '../tables.ts';
import { visibleColumns } from '../tables.ts';
import { badInput } from '../refusal.ts';
import { filterParameter } from './columnValue.ts';

export type ListQuery = { where: string; orderBy: string; parameters: unknown[]; limit: number; offset: number };

export const MAX_LIMIT = 500;
const MAX_OFFSET = 1_000_000;
const RESERVED = new Set(['search', 'limit', 'offset', 'sort', 'ids']);
const COMPARISONS: Record<string, string> = { gte: '>=', lt: '<' };

type Query = Record<string, unknown>;

/** `?column=a,b&column.gte=..&search=..&ids=..&sort=-created_at&limit=..&offset=..` as SQL with parameters. */
export function listQuery(table: Table, query: Query): ListQuery {
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value)}`;
  const ids = single(query, 'ids')?.split(',').filter(Boolean);
  if (ids && ids.length > MAX_LIMIT) throw badInput('ids', `At most ${MAX_LIMIT} ids in one request.`);
  const conditions = [
    ...(ids ? [`id = ANY(${parameter(ids)}::text[])`] : []),
    ...searchConditions(table, single(query, 'search'), parameter),
    ...Object.keys(query).filter((key) => !RESERVED.has(key)).map((key) => condition(table, key, single(query, key) ?? '', parameter)),
  ];
  return {
    where: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '',
    orderBy: orderBy(table, single(query, 'sort')),
    parameters,
    limit: wholeNumber(query, 'limit', ids ? MAX_LIMIT : 50, 0, MAX_LIMIT),
    offset: wholeNumber(query, 'offset', 0, 0, MAX_OFFSET),
  };
}

function single(query: Query, key: string): string | undefined {
  const value = query[key];
  if (value === undefined || typeof value === 'string') return value;
  throw badInput(key, `Give ${key} once; several values go in one list with commas.`);
}

export function wholeNumber(query: Query, key: string, absent: number, least: number, most: number): number {
  const text = single(query, key);
  if (text === undefined || text === '') return absent;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw badInput(key, `${key} must be a whole number from ${least} to ${most}.`);
  return value;
}

function columnKind(table: Table, key: string, name: string): ColumnKind {
  const kind = Object.hasOwn(table.columns, name) && !table.hidden.includes(name) ? table.columns[name] : undefined;
  if (!kind) throw badInput(key, `There is no column ${name}; these can be used: ${visibleColumns(table).join(', ')}.`);
  return kind;
}

function condition(table: Table, key: string, text: string, parameter: (value: unknown) => string): string {
  const [name = '', comparison] = key.split('.');
  const kind = columnKind(table, key, name);
  if (kind === 'jsonb') throw badInput(key, `${name} cannot be filtered by.`);
  if (comparison) return `"${name}" ${operator(key, comparison, kind)} ${parameter(filterParameter(key, kind, text))}::${kind}`;
  if (text === 'null') return `"${name}" IS NULL`;
  const values = text.split(',');
  if (kind === 'text[]') return `"${name}" && ${parameter(values)}::text[]`;
  return `"${name}" = ANY(${parameter(values.map((value) => filterParameter(key, kind, value)))}::${kind}[])`;
}

function operator(key: string, comparison: string, kind: ColumnKind): string {
  const found = Object.hasOwn(COMPARISONS, comparison) ? COMPARISONS[comparison] : undefined;
  if (!found || kind === 'text[]' || kind === 'boolean') throw badInput(key, 'A column takes no suffix but .gte and .lt.');
  return found;
}

/** Every word must occur in one of the searched columns. */
function searchConditions(table: Table, search: string | undefined, parameter: (value: unknown) => string): string[] {
  if (!search?.trim()) return [];
  if (table.search.length === 0) throw badInput('search', 'This table cannot be searched.');
  const words = search.trim().split(/\s+/);
  if (search.length > 200 || words.length > 10) throw badInput('search', 'Search for at most 10 words and 200 characters.');
  return words.map((word) => {
    const pattern = parameter(`%${word.replace(/[\\%_]/g, '\\$&')}%`);
    return `(${table.search.map((column) => `${column} ILIKE ${pattern}`).join(' OR ')})`;
  });
}

// The id makes the order total, so that paging by offset neither repeats nor skips.
function orderBy(table: Table, sort = table.defaultSort): string {
  const terms = sort.split(',').map((term) => {
    const name = term.replace(/^-/, '');
    columnKind(table, 'sort', name);
    return term.startsWith('-') ? `"${name}" DESC NULLS LAST` : `"${name}" ASC NULLS LAST`;
  });
  return `ORDER BY ${[...terms, 'id'].join(', ')}`;
}
