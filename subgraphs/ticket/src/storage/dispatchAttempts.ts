import type { Prisma } from '../../generated/client.ts';
import type { Sql } from './prisma.ts';

export type RecordedAttempt = {
  ticketId: string;
  decidedAt: Date;
  policyVersion: number;
  /** SHA-256 of the roster snapshot. */
  snapshotDigest: string;
  offerId: string | null;
  chosen: { expertId: string; totalPenalty: number; terms: { name: string; minutes: number }[]; scheduledStart: Date } | null;
  rejected: { expertId: string; rule: string; detail: string | null }[];
  runnersUp: { expertId: string; totalPenalty: number }[];
};

/** Keeps why the machine chose as it did. The ticket must be locked: attempts are counted. Returns the attempt's number. */
export async function recordAttempt(sql: Sql, attempt: RecordedAttempt): Promise<number> {
  const last = await sql.dispatchAttempt.aggregate({ where: { ticketId: attempt.ticketId }, _max: { attempt: true } });
  const number = (last._max.attempt ?? 0) + 1;
  const { chosen, rejected, runnersUp, ...columns } = attempt;
  const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
  await sql.dispatchAttempt.createMany({
    data: { ...columns, attempt: number, ...(chosen ? { chosen: json(chosen) } : {}), rejected: json(rejected.slice(0, 100)), runnersUp: json(runnersUp.slice(0, 5)) },
  });
  return number;
}
