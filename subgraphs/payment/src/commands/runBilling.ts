import { setTimeout as wait } from 'node:timers/promises';
import { billingPeriodOf, type BillingPeriod } from '../domain/billingPeriod.ts';
import { invoiceFor } from '../domain/invoice.ts';
import { refusal, type Refusal } from '../domain/refusal.ts';
import { contractsToInvoice, countInvoiced, lockBilling, saveBillingRun, type BillingRun } from '../storage/billing.ts';
import { issueInvoices } from '../storage/invoices.ts';
import type { Db } from '../storage/storage.ts';
import { chargeInvoices, type ChargeFailure } from './chargeInvoices.ts';
import type { BillingLimits, Dependencies } from './dependencies.ts';

/** How far a run has come; `finishedAt` is null while it goes on. */
export type BillingProgress = BillingRun & { finishedAt: Date | null; failures: ChargeFailure[] };

const INVOICES_AT_ONCE = 500;

/**
 * Invoices and charges a month. One run at a time; what one that died left undone, the next one does.
 * @param tracks is given the work, which may outlast the answer
 */
export async function runBilling(
  parts: Dependencies, limits: BillingLimits, periodDay: Date, tracks: (work: Promise<void>) => void,
): Promise<BillingProgress | Refusal> {
  const period = billingPeriodOf(periodDay);
  const now = parts.clock();
  if (period.start > billingPeriodOf(now).end) return refusal('INVALID_INPUT', 'period', 'must lie in a month that has begun or in the next one');
  const lock = await lockBilling(parts.storage);
  if (!lock) return refusal('ALREADY_RUNNING');
  const run: BillingProgress = {
    id: parts.newId('run'), periodStart: period.start, startedAt: now, finishedAt: null, invoicesCreated: 0, invoicesSkipped: 0, failed: 0, failures: [],
  };
  const work = bill(parts, limits, period, run).finally(() => lock.release());
  tracks(work);
  await Promise.race([work, wait(limits.answerWithinMs, undefined, { ref: false })]);
  return { ...run, failures: [...run.failures] };
}

async function bill(parts: Dependencies, limits: BillingLimits, period: BillingPeriod, run: BillingProgress): Promise<void> {
  run.invoicesSkipped = await countInvoiced(parts.storage.db, period);
  await save(parts, run);
  await invoiceAll(parts, limits, period, run);
  await chargeInvoices(parts, limits, period, (failure) => {
    run.failed += 1;
    if (run.failures.length < 100) run.failures.push(failure);
  });
  if (limits.stopping.aborted) return;
  run.finishedAt = parts.clock();
  await save(parts, run);
}

async function invoiceAll(parts: Dependencies, { stopping }: BillingLimits, period: BillingPeriod, run: BillingProgress): Promise<void> {
  while (!stopping.aborted) {
    const created = await parts.storage.inTransaction((tx) => invoiceSome(parts, tx, period));
    if (created === 0) return;
    run.invoicesCreated += created;
  }
}

async function invoiceSome({ clock, newId }: Dependencies, tx: Db, period: BillingPeriod): Promise<number> {
  const contracts = await contractsToInvoice(tx, period, INVOICES_AT_ONCE);
  await issueInvoices(tx, contracts.map((contract) => invoiceFor(contract, period.start, newId('inv'), clock())));
  return contracts.length;
}

async function save({ storage }: Dependencies, { failures: _, finishedAt, ...run }: BillingProgress): Promise<void> {
  await saveBillingRun(storage.db, run, finishedAt);
}
