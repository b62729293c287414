import { readPage, toConnection, type Connection } from '@sysops-squad/chassis/connection';
import { readSearch } from '@sysops-squad/chassis/text/readSearch';
import type { Account } from '../domain/account.ts';
import type { Parts } from '../parts.ts';
import { newestAccounts } from '../storage/accounts.ts';
import { cursorOf, readCursor } from './timeCursor.ts';

export type UsersArguments = { search?: string | null; role?: string | null; first: number; after?: string | null };

/** Accounts whose registration is finished, newest first. */
export function users({ database }: Parts) {
  return async ({ search, role, ...page }: UsersArguments): Promise<Connection<Account>> => {
    const words = readSearch(search, { minimum: 1, maximum: 100 });
    const { limit, after } = readPage(page);
    const from = after === null ? null : readCursor(after);
    const rows = await newestAccounts(database, { search: words, role: role ?? null }, { limit, after: from && { createdAt: from.at, id: from.id } });
    return toConnection(rows, limit, ({ createdAt, id }) => cursorOf(createdAt, id));
  };
}
