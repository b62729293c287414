import type { User } from '../domain/user.ts';
import type { Role } from '@sysops-squad/chassis/caller';
import { inOrderOf, rowsWhere } from './batches.ts';
import type { Rest } from './rest.ts';

type UserRow = { id: string; email: string; role: Role; customer_id: string | null; active: boolean; created_at: string };
export type SignedInAccount = { id: string; email: string; role: Role; customer_id: string | null; expert_profile_id: string | null };

const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  roles: [row.role],
  active: row.active,
  createdAt: new Date(row.created_at),
  customerId: row.customer_id,
});

export async function usersByIds(rest: Rest, ids: readonly string[]): Promise<(User | null)[]> {
  const rows = await rowsWhere<UserRow>(rest, 'sysops_user', 'ids', ids);
  return inOrderOf(ids, rows.map(toUser), ({ id }) => id);
}

/** Newest first; pages by offset, as the monolith does: an account made in between may be seen twice. */
export async function pageOfUsers(rest: Rest, page: { search: string | undefined; role: Role | undefined; limit: number; offset: number }): Promise<User[]> {
  const { search, role, limit, offset } = page;
  const { rows } = await rest.list<UserRow>('sysops_user', { search, role, sort: '-created_at', limit: limit + 1, offset });
  return rows.map(toUser);
}

/** @throws MonolithRefused INVALID_CREDENTIALS */
export const signIn = (rest: Rest, email: string, password: string): Promise<SignedInAccount> => rest.post<SignedInAccount>('login', { email, password });
