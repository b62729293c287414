import type { Rest } from './rest.ts';

type RunRow = { period: string; invoices_created: number; invoices_skipped: number };

/** Invoices every active contract for the month that begins on `period`, once. The monolith keeps no runs: this one's id is its month. */
export async function runBilling(rest: Rest, period: string) {
  const row = await rest.post<RunRow>('billing/run', {}, { period });
  return { id: `run_${period}`, period, invoicesCreated: row.invoices_created, invoicesSkipped: row.invoices_skipped, failures: [] };
}
