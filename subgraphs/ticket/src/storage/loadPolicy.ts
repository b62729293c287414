import type { DispatchPolicy as PolicyRow, Prisma } from '../../generated/client.ts';
import type { Refusal } from '../domain/decision.ts';
import { expectVersion } from '../domain/expectVersion.ts';
import type { SaveDispatchPolicy } from '../domain/dispatch/checkPolicy.ts';
import type { DispatchPolicy } from '../domain/dispatch/types.ts';
import type { Database, Sql } from './prisma.ts';

export type { PolicyRow };

/** The newest version that is in effect at that moment. */
export async function loadPolicy(sql: Sql | Database, at: Date): Promise<DispatchPolicy> {
  const [row] = await sql.$queryRaw<Pick<PolicyRow, 'version' | 'policy'>[]>`
    SELECT version, policy FROM dispatch_policy WHERE effective_from <= ${at} ORDER BY version DESC LIMIT 1`;
  if (!row) throw new Error(`no dispatch policy is in effect at ${at.toISOString()}`);
  return policyOf(row);
}

/** What stood in the code when version 1 was saved, and in each version since. */
const firstPolicy = {
  refusalDays: 7,
  weights: {
    travel: 100, lateness: { P1: 800, P2: 400, P3: 200, P4: 100 }, wait: { P1: 100, P2: 50, P3: 25, P4: 15 }, surplusLevel: 4, otherSkill: 1,
    secondaryTerritory: 15, utilisation: 20, fairness: 30, recentRefusal: 5, continuity: 10,
  },
};

export const policyOf = ({ version, policy }: Pick<PolicyRow, 'version' | 'policy'>): DispatchPolicy =>
  ({ ...firstPolicy, ...(policy as unknown as Omit<DispatchPolicy, 'version' | keyof typeof firstPolicy>), version });

/** One at a time, so that versions follow each other without a gap. */
export async function insertPolicy(sql: Sql, { effectiveFrom, note, expectedVersion, ...policy }: SaveDispatchPolicy, savedBy: string | null): Promise<PolicyRow | Refusal> {
  await sql.$executeRaw`LOCK TABLE dispatch_policy IN SHARE ROW EXCLUSIVE MODE`;
  const last = await sql.dispatchPolicy.aggregate({ _max: { version: true } });
  const conflict = expectVersion(expectedVersion, last._max.version ?? 0);
  if (conflict) return conflict;
  const row = { version: (last._max.version ?? 0) + 1, effectiveFrom, policy: policy as unknown as Prisma.JsonObject, savedBy, note: note.trim() };
  await sql.dispatchPolicy.createMany({ data: row });
  return row;
}
