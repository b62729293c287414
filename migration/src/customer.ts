import { copyTable, type TableCopy, type TableProof } from './copy/copyTable.ts';
import { inOneTransaction, type MigrationOptions } from './copy/inOneTransaction.ts';

const hasQuietHours = 'c.quiet_start IS NOT NULL AND c.quiet_end IS NOT NULL';

/** The monolith's accounts have been served at these addresses for years: they keep what they had. */
const provenWith = (condition: string): string => `CASE WHEN ${condition} THEN c.created_at::timestamptz(3) END`;

const customer: TableCopy = {
  table: 'customer',
  key: 'id',
  columns: ['id', 'name', 'email', 'phone', 'channel', 'quiet_start', 'quiet_end', 'time_zone', 'account_id', 'status', 'created_at', 'email_verified_at', 'email_proof_at', 'phone_verified_at'],
  select: `
    SELECT c.id, c.name, lower(btrim(c.email)) AS email, nullif(c.phone, '') AS phone, c.notify_channel AS channel,
           CASE WHEN ${hasQuietHours} THEN c.quiet_start END AS quiet_start, CASE WHEN ${hasQuietHours} THEN c.quiet_end END AS quiet_end,
           CASE WHEN ${hasQuietHours} THEN c.time_zone END AS time_zone, u.id AS account_id, 'ACTIVE' AS status,
           c.created_at::timestamptz(3) AS created_at, ${provenWith('u.id IS NOT NULL')} AS email_verified_at, ${provenWith('u.id IS NOT NULL')} AS email_proof_at,
           ${provenWith("u.id IS NOT NULL AND c.notify_channel = 'SMS' AND c.phone <> ''")} AS phone_verified_at
    FROM customer c LEFT JOIN sysops_user u ON u.customer_id = c.id
    ORDER BY c.id COLLATE "C"`,
};

/** The monolith has one address in each customer's row: it is called by the customer's digits. */
const address: TableCopy = {
  table: 'address',
  key: 'id',
  columns: ['id', 'customer_id', 'position', 'line1', 'line2', 'city', 'postcode', 'country', 'created_at'],
  select: `
    SELECT 'adr_' || substr(id, 5) AS id, id AS customer_id, 1 AS position, line1, NULL AS line2, city, postcode, country,
           created_at::timestamptz(3) AS created_at
    FROM customer ORDER BY id COLLATE "C"`,
};

/**
 * Copies the monolith's customers with their addresses and preferences, ids kept. May be repeated until they have changed in the
 * customer context. Nobody is notified.
 * @throws when source and copy differ
 */
export const migrateCustomer = (options: MigrationOptions): Promise<TableProof[]> =>
  inOneTransaction(options, async (source, target) => [
    await copyTable(source, target, customer, options.onProgress),
    await copyTable(source, target, address, options.onProgress),
  ]);
