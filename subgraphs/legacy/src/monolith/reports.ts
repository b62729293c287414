import type { Rest } from './rest.ts';

type Interval = { from: Date; to: Date };
const query = ({ from, to }: Interval) => ({ from: from.toISOString(), to: to.toISOString() });

type TicketReportRow = {
  opened: number; closed: number; cancelled: number; backlog: number; oldest_unassigned_minutes: number | null; sla_met_ratio: number | null;
  median_minutes_to_assign: number | null; median_minutes_to_arrive: number | null;
};

export async function ticketReport(rest: Rest, interval: Interval) {
  const row = (await rest.get<TicketReportRow>('reports/tickets', query(interval)))!;
  return {
    opened: row.opened,
    closed: row.closed,
    cancelled: row.cancelled,
    backlog: row.backlog,
    oldestUnassignedMinutes: row.oldest_unassigned_minutes,
    slaMetRatio: row.sla_met_ratio,
    medianMinutesToAssign: row.median_minutes_to_assign,
    medianMinutesToArrive: row.median_minutes_to_arrive,
  };
}

type ExpertReportRow = {
  expert_profile_id: string; visits: number; first_time_fix_ratio: number | null; refusals: number; utilisation_ratio: number | null; average_rating: number | null;
};

/** Most visits first. */
export async function pageOfExpertReport(rest: Rest, interval: Interval, { limit, offset }: { limit: number; offset: number }) {
  const { rows } = await rest.list<ExpertReportRow>('reports/experts', { ...query(interval), limit: limit + 1, offset });
  return rows.map((row) => ({
    expertId: row.expert_profile_id,
    visits: row.visits,
    firstTimeFixRatio: row.first_time_fix_ratio,
    refusals: row.refusals,
    utilisationRatio: row.utilisation_ratio,
    averageRating: row.average_rating,
  }));
}

type MoneyRow = { currency: string; monthly_recurring_revenue_cents: number; invoiced_cents: number; paid_cents: number; outstanding_cents: number };

export async function financialReport(rest: Rest, interval: Interval) {
  const { currency, ...cents } = (await rest.get<MoneyRow>('reports/financial', query(interval)))!;
  const money = (amount: number) => ({ amountMinor: BigInt(amount), currency });
  return {
    monthlyRecurringRevenue: money(cents.monthly_recurring_revenue_cents),
    invoiced: money(cents.invoiced_cents),
    paid: money(cents.paid_cents),
    outstanding: money(cents.outstanding_cents),
  };
}
