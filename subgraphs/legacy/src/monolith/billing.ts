import type { Rest } from './rest.ts';

type RunRow = { period: string; invoices_created: number; invoices_skipped: number };

/** Invoices every active contract for the month that begins on `period`, once, and charges none. The monolith keeps no runs: this one's id is its month. */
export async function runBilling(rest: Rest, period: string, now: Date) {
  const row = await rest.post<RunRow>('billing/run', {}, { period });
  return { id: `run_${period}`, period, finishedAt: now, invoicesCreated: row.invoices_created, invoicesSkipped: row.invoices_skipped, failures: [] };
}
