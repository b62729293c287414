/** A calendar month in UTC. */
export type BillingPeriod = {
  /** First instant. */
  start: Date;
  /** First instant that no longer belongs to it. */
  end: Date;
  /** Last day, at midnight. */
  lastDay: Date;
};

const DAY = 86_400_000;

export function billingPeriodOf(at: Date): BillingPeriod {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const end = new Date(Date.UTC(year, month + 1, 1));
  return { start: new Date(Date.UTC(year, month, 1)), end, lastDay: new Date(end.getTime() - DAY) };
}

/** The first instant after a last day. */
export const endOfLastDay = (lastDay: Date): Date => new Date(lastDay.getTime() + DAY);
