import type { Prisma } from '../../generated/client.ts';
import type { Account, PersonRole } from '../domain/account.ts';
import type { SavedUser } from '../domain/saveUser.ts';
import type { Database, Transaction } from './database.ts';

type Row = Prisma.AccountGetPayload<object>;

/** An abandoned account is a mark that its id must not come back: for every reader it does not exist. */
function toAccount(row: Row | null): Account | null {
  if (!row || row.status === 'ABANDONED') return null;
  return row as Row & { email: string; passwordHash: string; roles: PersonRole[]; status: Account['status'] };
}

export const accountById = async (tx: Transaction, id: string): Promise<Account | null> => toAccount(await tx.account.findUnique({ where: { id } }));

export const provenAccountByEmail = async (tx: Transaction, email: string): Promise<Account | null> =>
  toAccount(await tx.account.findFirst({ where: { email, emailVerifiedAt: { not: null } } }));

/** Until the transaction ends: those who prove one address take turns, before they lock any account. */
export async function lockAddress(tx: Transaction, email: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('account_email ' || ${email}))) AS lock`;
}

export const mostAccountsOfAnAddress = 4;

/** Those that may sign in with this address: the one that has proven it first, then those that have not, oldest first. */
export async function accountsByEmail(tx: Transaction, email: string): Promise<Account[]> {
  const rows = await tx.account.findMany({ where: { email }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: mostAccountsOfAnAddress });
  const accounts = rows.flatMap((row) => toAccount(row) ?? []);
  return [...accounts.filter(({ emailVerifiedAt }) => emailVerifiedAt), ...accounts.filter(({ emailVerifiedAt }) => !emailVerifiedAt)];
}

/** @throws account_email when another account has proven this address */
export async function saveProof(tx: Transaction, id: string, email: string, at: Date): Promise<void> {
  await tx.account.update({ where: { id }, data: { email, emailVerifiedAt: at } });
}

/** Of an address, or those made before a time: unproven registrations end. What is left of each is its id. */
export async function lapseUnproven(tx: Transaction, which: { email: string } | { madeBefore: Date }): Promise<string[]> {
  const email = 'email' in which ? which.email : null;
  const madeBefore = 'madeBefore' in which ? which.madeBefore : null;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE account SET status = 'ABANDONED', email = NULL, password_hash = NULL, customer_id = NULL, expert_id = NULL, roles = '{}'
    WHERE id IN (
      SELECT id FROM account WHERE email_verified_at IS NULL AND status IN ('PROVISIONED', 'ACTIVE') AND roles = '{CUSTOMER}'
        AND (email = ${email}::text OR created_at < ${madeBefore}::timestamptz) ORDER BY id LIMIT 100 FOR UPDATE)
    RETURNING id`;
  return rows.map(({ id }) => id);
}

export async function changePasswordHash(tx: Transaction, id: string, passwordHash: string): Promise<void> {
  await tx.account.update({ where: { id }, data: { passwordHash } });
}

export const accountsByIds = async (tx: Transaction, ids: readonly string[]): Promise<Account[]> =>
  (await tx.account.findMany({ where: { id: { in: [...ids] } } })).flatMap((row) => toAccount(row) ?? []);

/** @returns null when the id is free or belongs to an abandoned account; locks the row until the transaction ends */
export async function lockAccount(tx: Transaction, id: string): Promise<Account | null> {
  await tx.$queryRaw`SELECT 1 FROM account WHERE id = ${id} FOR UPDATE`;
  return accountById(tx, id);
}

/** @throws when id, e-mail, customer or expert belong to another account: see violationIn */
export async function insertAccount(tx: Transaction, account: Account): Promise<void> {
  await tx.account.create({ data: account });
}

export async function changeAccount(tx: Transaction, id: string, saved: Omit<SavedUser, 'password'> & Pick<Account, 'emailVerifiedAt' | 'version'>, passwordHash: string): Promise<void> {
  await tx.account.update({ where: { id }, data: { ...saved, passwordHash } });
}

export async function activate(tx: Transaction, id: string): Promise<boolean> {
  const { count } = await tx.account.updateMany({ where: { id, status: 'PROVISIONED' }, data: { status: 'ACTIVE' } });
  return count === 1;
}

/** Leaves a mark even when there is no such account yet: its first half may still be on the way. */
export async function abandon(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    INSERT INTO account (id, roles, status, created_at) VALUES (${id}, '{}', 'ABANDONED', ${now})
    ON CONFLICT (id) DO UPDATE
      SET status = 'ABANDONED', email = NULL, password_hash = NULL, customer_id = NULL, expert_id = NULL, roles = '{}'
      WHERE account.status = 'PROVISIONED'`;
  return changed === 1;
}

/** Changes the hash unless somebody changed the password meanwhile. */
export async function replacePasswordHash(database: Database, id: string, before: string, passwordHash: string): Promise<void> {
  await database.account.updateMany({ where: { id, passwordHash: before }, data: { passwordHash } });
}

export type AccountFilter = { search: string | null; role: string | null };
export type AccountPage = { limit: number; after: { createdAt: Date; id: string } | null };

export async function newestAccounts(database: Database, { search, role }: AccountFilter, { limit, after }: AccountPage): Promise<Account[]> {
  const beyond = after && { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] };
  const rows = await database.account.findMany({
    where: {
      status: { in: ['ACTIVE', 'DEACTIVATED'] },
      ...(role ? { roles: { has: role } } : {}),
      ...(search ? { email: { contains: search.toLowerCase().replace(/[\\%_]/g, '\\$&') } } : {}),
      ...beyond,
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return rows.flatMap((row) => toAccount(row) ?? []);
}
