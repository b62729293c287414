import { copyTable, type TableCopy, type TableProof } from './copy/copyTable.ts';
import { inOneTransaction, type MigrationOptions } from './copy/inOneTransaction.ts';

const account: TableCopy = {
  table: 'account',
  key: 'id',
  columns: ['id', 'email', 'password_hash', 'roles', 'customer_id', 'expert_id', 'status', 'created_at', 'email_verified_at'],
  select: `
    SELECT u.id, lower(btrim(u.email)) AS email, u.password_hash, ARRAY[u.role] AS roles, u.customer_id, e.id AS expert_id,
           CASE WHEN u.active THEN 'ACTIVE' ELSE 'DEACTIVATED' END AS status, u.created_at::timestamptz(3) AS created_at,
           u.created_at::timestamptz(3) AS email_verified_at
    FROM sysops_user u LEFT JOIN profile p ON p.user_id = u.id LEFT JOIN expert_profile e ON e.profile_id = p.id
    ORDER BY u.id COLLATE "C"`,
};

/**
 * Copies the monolith's accounts, ids and password hashes kept. May be repeated until accounts have changed in auth.
 * @throws when source and copy differ
 */
export const migrateAuth = (options: MigrationOptions): Promise<TableProof[]> =>
  inOneTransaction(options, async (source, target) => [await copyTable(source, target, account, options.onProgress)]);
