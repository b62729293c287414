import type { DispatchDecision, Rule } from '../domain/dispatch/types.ts';
import { fromR, json, listed } from './jsonRows.ts';
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
  const row = { ...columns, ticketId: decision.ticketId, rejected, runnersUp, rejections, ...(chosen ? { chosen } : {}) };
  const [kept] = await sql.$queryRaw<{ attempt: number }[]>`
    INSERT INTO dispatch_attempt (attempt, ${listed(row)})
    SELECT (SELECT coalesce(max(attempt), 0) + 1 FROM dispatch_attempt WHERE ticket_id = ${decision.ticketId}), ${fromR(row)}
    FROM jsonb_populate_record(null::dispatch_attempt, ${json(row)}::jsonb) AS r RETURNING attempt`;
  return kept!.attempt;
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
