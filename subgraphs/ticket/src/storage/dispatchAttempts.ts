import type { Prisma } from '../../generated/client.ts';
import type { DispatchDecision, Rule } from '../domain/dispatch/types.ts';
import type { Sql } from './prisma.ts';

export type DecidedAttempt = {
  decision: DispatchDecision;
  decidedAt: Date;
  policyVersion: number;
  snapshotDigest: string;
  /** Visits that were decided together. */
  batchSize: number;
  /** Null when nobody could be chosen. */
  offerId: string | null;
};

/** As they are stored: times as ISO 8601. */
export type StoredAttempt = {
  chosen: { expertId: string; totalPenalty: number; terms: { name: string; minutes: number }[]; scheduledStart: string; travelMinutes: number } | null;
  rejected: { expertId: string; rule: Rule; detail: string }[];
  runnersUp: { expertId: string; totalPenalty: number; neededBy: string | null }[];
  /** All of them, by rule. */
  rejections: Partial<Record<Rule, number>>;
};

const KEPT_REJECTIONS = 100;
const KEPT_RUNNERS_UP = 5;

/** Keeps why the machine chose as it did. The ticket must be locked: attempts are counted. Returns the attempt's number. */
export async function recordAttempt(sql: Sql, { decision, ...columns }: DecidedAttempt): Promise<number> {
  const { chosen, rejected, runnersUp, rejections } = storedForm(decision);
  const last = await sql.dispatchAttempt.aggregate({ where: { ticketId: decision.ticketId }, _max: { attempt: true } });
  const attempt = (last._max.attempt ?? 0) + 1;
  await sql.dispatchAttempt.createMany({
    data: { ...columns, ticketId: decision.ticketId, attempt, ...(chosen ? { chosen } : {}), rejected, runnersUp, rejections: rejections as Prisma.InputJsonObject },
  });
  return attempt;
}

export function storedForm({ chosen, rejected, runnersUp }: DispatchDecision): StoredAttempt {
  return {
    chosen: chosen && {
      expertId: chosen.expertId, totalPenalty: chosen.totalPenalty, terms: chosen.terms, scheduledStart: chosen.slot.startsAt.toISOString(), travelMinutes: chosen.slot.travelMinutes,
    },
    rejected: rejected.slice(0, KEPT_REJECTIONS),
    runnersUp: runnersUp.slice(0, KEPT_RUNNERS_UP).map(({ expertId, totalPenalty, neededBy }) => ({ expertId, totalPenalty, neededBy })),
    rejections: Object.fromEntries([...Map.groupBy(rejected, ({ rule }) => rule)].map(([rule, { length }]) => [rule, length])),
  };
}
