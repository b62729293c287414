import type pg from 'pg';
import { copyTables } from './payment/copyTables.ts';
import { postHistory } from './payment/postHistory.ts';
import { compareTables, refuseWrongLedger, type TableProof } from './payment/prove.ts';
import { withClients } from './withClients.ts';

export type MigratePayment = { monolithUrl: string; targetUrl: string; onProgress: (text: string) => void };

/**
 * Copies contract, payment_method, billing and payment out of the monolith's database, ids kept, and posts the ledger that this
 * history implies. Both sides are read in one snapshot each and the target is written in one transaction: all or nothing.
 * May be repeated until payment has begun to live on its own.
 * @throws when source and copy differ, the ledger does not agree with them, or payment has new rows of its own
 */
export async function migratePayment({ monolithUrl, targetUrl, onProgress }: MigratePayment): Promise<TableProof[]> {
  return withClients([monolithUrl, targetUrl], async ([source, target]) => {
    await source!.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await target!.query('BEGIN');
    await refuseIndependentTarget(target!);
    await refuseUnknownPlans(source!, target!);
    await copyTables(source!, target!, onProgress);
    onProgress(`${(await postHistory(target!)).toLocaleString('en')} ledger transactions posted`);
    await target!.query('SET CONSTRAINTS ALL IMMEDIATE');
    const proof = await compareTables(source!, target!);
    await refuseWrongLedger(target!);
    await target!.query('COMMIT');
    await target!.query('ANALYZE');
    return proof;
  });
}

async function refuseIndependentTarget(target: pg.Client): Promise<void> {
  const { rows } = await target.query<{ alive: boolean }>('SELECT EXISTS (SELECT FROM idempotency_key) OR EXISTS (SELECT FROM billing_run) AS alive');
  if (rows[0]!.alive) throw new Error('payment has taken requests since it left the monolith: copying again would undo them');
}

async function refuseUnknownPlans(source: pg.Client, target: pg.Client): Promise<void> {
  const known = (await target.query<{ code: string }>('SELECT code FROM plan')).rows.map(({ code }) => code);
  const { rows } = await source.query<{ id: string; plan_code: string }>('SELECT id, plan_code FROM contract WHERE plan_code <> ALL ($1) ORDER BY id LIMIT 10', [known]);
  if (rows.length > 0) throw new Error(`no such plan in payment: ${rows.map(({ id, plan_code }) => `${plan_code} of ${id}`).join(', ')}`);
}
