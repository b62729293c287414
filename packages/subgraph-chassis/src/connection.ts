import { badUserInput } from './graphqlErrors.ts';

export type Page = {
  /** Rows to show, 1 to `maximum`. Fetch one more to learn whether there is a next page. */
  limit: number;
  /** The decoded cursor: what `cursorOf` gave for the last row of the page before. */
  after: string | null;
};

export type Connection<Row> = {
  edges: { cursor: string; node: Row }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
};

const encode = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

function decode(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (key === '' || encode(key) !== cursor) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
  return key;
}

/** @throws GraphQLError BAD_USER_INPUT for a page size outside 1 to `maximum` or a cursor that is not ours */
export function readPage(args: { first: number; after?: string | null | undefined }, maximum = 100): Page {
  if (!Number.isInteger(args.first) || args.first < 1 || args.first > maximum)
    throw badUserInput(`\`first\` must be from 1 to ${maximum}.`, 'first');
  return { limit: args.first, after: args.after == null ? null : decode(args.after) };
}

/** @param rows up to `limit + 1` rows, in order; the extra one only says that there is a next page */
export function toConnection<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string): Connection<Row> {
  const edges = rows.slice(0, limit).map((node) => ({ cursor: encode(cursorOf(node)), node }));
  return { edges, pageInfo: { hasNextPage: rows.length > limit, endCursor: edges.at(-1)?.cursor ?? null } };
}
