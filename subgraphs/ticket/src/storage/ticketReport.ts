import type { Database } from './prisma.ts';

export type TicketReport = {
  opened: number;
  closed: number;
  cancelled: number;
  backlog: number;
  oldestUnassignedMinutes: number | null;
  slaMetRatio: number | null;
  medianMinutesToAssign: number | null;
  medianMinutesToArrive: number | null;
};

/** Figures of [from, to); backlog and the oldest unassigned ticket as they were at `to`. */
export async function ticketReport(db: Database, { from, to }: { from: Date; to: Date }): Promise<TicketReport> {
  const [report] = await db.$queryRaw<TicketReport[]>`
    WITH open_at_end AS (
      SELECT created_at, first_assigned_at FROM ticket WHERE created_at < ${to} AND status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')
      UNION ALL SELECT created_at, first_assigned_at FROM ticket WHERE created_at < ${to} AND completed_at >= ${to}
      UNION ALL SELECT created_at, first_assigned_at FROM ticket WHERE created_at < ${to} AND cancelled_at >= ${to}
    )
    SELECT
      (SELECT count(*)::int FROM ticket WHERE created_at >= ${from} AND created_at < ${to}) AS "opened",
      (SELECT count(*)::int FROM ticket WHERE closed_at >= ${from} AND closed_at < ${to}) AS "closed",
      (SELECT count(*)::int FROM ticket WHERE cancelled_at >= ${from} AND cancelled_at < ${to}) AS "cancelled",
      (SELECT count(*)::int FROM open_at_end) AS "backlog",
      (SELECT floor(extract(epoch FROM ${to}::timestamptz - min(created_at)) / 60)::int FROM open_at_end
        WHERE first_assigned_at IS NULL OR first_assigned_at >= ${to}) AS "oldestUnassignedMinutes",
      (SELECT avg((v.arrived_at <= t.arrive_by)::int)::float8 FROM visit v JOIN ticket t ON t.id = v.ticket_id
        WHERE v.arrived_at >= ${from} AND v.arrived_at < ${to}) AS "slaMetRatio",
      (SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_assigned_at - created_at) / 60))::int FROM ticket
        WHERE first_assigned_at >= ${from} AND first_assigned_at < ${to}) AS "medianMinutesToAssign",
      (SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM arrived_at - created_at) / 60))::int FROM ticket
        WHERE arrived_at >= ${from} AND arrived_at < ${to}) AS "medianMinutesToArrive"`;
  return report!;
}
