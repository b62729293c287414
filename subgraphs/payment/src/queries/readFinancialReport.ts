import type { Money } from '../domain/money.ts';
import { readFigures, type Figures } from '../storage/financialReport.ts';
import type { Db } from '../storage/storage.ts';

// Every plan is sold in it. A second currency needs a report per currency, not a sum over both.
const CURRENCY = 'EUR';

/** Times in [from, to). */
export async function readFinancialReport(db: Db, from: Date, to: Date): Promise<Record<keyof Figures, Money>> {
  const figures = await readFigures(db, from, to, CURRENCY);
  const money = (amountMinor: bigint): Money => ({ amountMinor, currency: CURRENCY });
  return {
    monthlyRecurringRevenue: money(figures.monthlyRecurringRevenue), invoiced: money(figures.invoiced),
    paid: money(figures.paid), outstanding: money(figures.outstanding),
  };
}
