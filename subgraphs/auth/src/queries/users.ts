import { readPage, toConnection, type Connection } from '@sysops-squad/chassis/connection';
import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import type { Account } from '../domain/account.ts';
import type { Parts } from '../parts.ts';
import { newestAccounts } from '../storage/accounts.ts';
import { cursorOf, readCursor } from './timeCursor.ts';

export type UsersArguments = { search?: string | null; role?: string | null; first: number; after?: string | null };

/** Accounts whose registration is finished, newest first. */
export function users({ database }: Parts) {
  return async ({ search, role, ...page }: UsersArguments): Promise<Connection<Account>> => {
    if (search && search.length > 100) throw badUserInput('`search` has at most 100 characters.', 'search');
    const { limit, after } = readPage(page);
    const from = after === null ? null : readCursor(after);
    const rows = await newestAccounts(database, { search: search || null, role: role ?? null }, { limit, after: from && { createdAt: from.at, id: from.id } });
    return toConnection(rows, limit, ({ createdAt, id }) => cursorOf(createdAt, id));
  };
}
