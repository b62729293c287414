import { readPage, toConnection, type Connection } from '@sysops-squad/chassis/connection';
import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import type { PageArguments } from './request.ts';

export type OffsetPage = { limit: number; offset: number };

/** The monolith counts rows: its cursor is how many came before. */
export function readOffsetPage(args: PageArguments): OffsetPage {
  const { limit, after } = readPage(args);
  if (after !== null && !/^\d{1,6}$/.test(after)) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
  return { limit, offset: Number(after ?? 0) };
}

export function offsetConnection<Row>(rows: Row[], { limit, offset }: OffsetPage): Connection<Row> {
  let row = offset;
  return toConnection(rows, limit, () => String((row += 1)));
}
