import { readPage, toConnection, type Connection } from '@sysops-squad/chassis/connection';
import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { readSearch } from '@sysops-squad/chassis/text/readSearch';
import type { Customer } from '../domain/customer.ts';
import type { Parts } from '../parts.ts';
import { searchCustomers } from '../storage/searchCustomers.ts';

export type CustomersArguments = { search?: string | null; first: number; after?: string | null };

export function customers({ database }: Parts) {
  return async ({ search, ...page }: CustomersArguments): Promise<Connection<Customer>> => {
    const words = readSearch(search, { minimum: 2, maximum: 100 });
    const { limit, after } = readPage(page);
    const rows = await searchCustomers(database, words, { limit, after: after === null ? null : readCursor(after) });
    return toConnection(rows, limit, ({ name, id }) => `${id} ${name}`);
  };
}

function readCursor(cursor: string): { name: string; id: string } {
  const gap = cursor.indexOf(' ');
  if (gap < 1) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
  return { id: cursor.slice(0, gap), name: cursor.slice(gap + 1) };
}
