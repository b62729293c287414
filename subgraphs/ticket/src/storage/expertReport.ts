import { Prisma } from '../../generated/client.ts';
import type { Database } from './prisma.ts';

export type ExpertFigures = {
  expertId: string;
  visits: number;
  firstTimeFixRatio: number | null;
  refusals: number;
  utilisationRatio: number | null;
  averageRating: number | null;
};
type Range = { from: Date; to: Date };

/** Most completed visits first, then by id. */
export async function expertReport(db: Database, { from, to }: Range, after: { visits: number; expertId: string } | null, limit: number): Promise<ExpertFigures[]> {
  const place = after ? Prisma.sql`WHERE visits < ${after.visits} OR (visits = ${after.visits} AND "expertId" > ${after.expertId})` : Prisma.empty;
  const rows = await db.$queryRaw<Omit<ExpertFigures, 'utilisationRatio'>[]>`
    SELECT * FROM (
      SELECT e.id AS "expertId", coalesce(done.visits, 0)::int AS "visits", done."firstTimeFixRatio", coalesce(refused.n, 0)::int AS "refusals", rated.average AS "averageRating"
      FROM roster_expert e
      LEFT JOIN (
        SELECT expert_id, count(*) AS visits, avg((outcome = 'FIXED')::int) FILTER (WHERE ordinal = 1)::float8 AS "firstTimeFixRatio"
        FROM visit WHERE completed_at >= ${from} AND completed_at < ${to} GROUP BY expert_id
      ) AS done ON done.expert_id = e.id
      LEFT JOIN (SELECT expert_id, count(*) AS n FROM offer WHERE status = 'REFUSED' AND answered_at >= ${from} AND answered_at < ${to} GROUP BY expert_id) AS refused
        ON refused.expert_id = e.id
      LEFT JOIN (SELECT expert_id, avg(rating)::float8 AS average FROM ticket WHERE completed_at >= ${from} AND completed_at < ${to} GROUP BY expert_id) AS rated
        ON rated.expert_id = e.id
    ) AS figures ${place} ORDER BY visits DESC, "expertId" LIMIT ${limit}`;
  const ratios = await utilisation(db, { from, to }, rows.map(({ expertId }) => expertId));
  return rows.map((row) => ({ ...row, utilisationRatio: ratios.get(row.expertId) ?? null }));
}

/** Booked minutes over shift minutes, both cut to the range. Experts without a shift in it are left out. */
async function utilisation(db: Database, { from, to }: Range, expertIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ expertId: string; ratio: number }[]>`
    WITH shifts AS (
      SELECT s.expert_id, sum(greatest(0, extract(epoch FROM
        least(${to}::timestamptz, (day + make_interval(mins => s.end_minute)) AT TIME ZONE e.time_zone) - greatest(${from}::timestamptz, (day + make_interval(mins => s.start_minute)) AT TIME ZONE e.time_zone)))) AS seconds
      FROM roster_expert e
      CROSS JOIN generate_series(date_trunc('day', ${from}::timestamptz AT TIME ZONE e.time_zone) - interval '1 day', ${to}::timestamptz AT TIME ZONE e.time_zone, interval '1 day') AS day
      JOIN roster_shift s ON s.expert_id = e.id AND s.weekday = extract(isodow FROM day) WHERE e.id = ANY(${expertIds}::text[]) GROUP BY s.expert_id
    ), booked AS (
      SELECT expert_id, sum(extract(epoch FROM least(${to}::timestamptz, ends_at) - greatest(${from}::timestamptz, starts_at))) AS seconds
      FROM offer WHERE status = 'ACCEPTED' AND expert_id = ANY(${expertIds}::text[]) AND starts_at < ${to} AND ends_at > ${from} GROUP BY expert_id
    )
    SELECT shifts.expert_id AS "expertId", least(1, coalesce(booked.seconds, 0) / shifts.seconds)::float8 AS ratio
    FROM shifts LEFT JOIN booked ON booked.expert_id = shifts.expert_id WHERE shifts.seconds > 0`;
  return new Map(rows.map(({ expertId, ratio }) => [expertId, ratio]));
}
