import type { Prisma, ServicePolicy as ServicePolicyRow } from '../../generated/client.ts';
import type { Refusal } from '../domain/decision.ts';
import { expectVersion } from '../domain/expectVersion.ts';
import type { SaveServicePolicy } from '../domain/checkServicePolicy.ts';
import type { ServicePolicy } from '../domain/servicePolicy.ts';
import type { Database, Sql } from './prisma.ts';

export type { ServicePolicyRow };

/** The newest version that was in effect at that moment. */
export async function loadServicePolicy(sql: Sql | Database, at: Date): Promise<ServicePolicy> {
  return servicePolicyOf(await sql.servicePolicy.findFirstOrThrow({ where: { effectiveFrom: { lte: at } }, orderBy: { version: 'desc' } }));
}

/** What the versions say that were saved before there was such a thing. */
export const olderPolicies = { beginAheadMinutes: 720, contactHours: 48 };

export const servicePolicyOf = ({ version, policy }: Pick<ServicePolicyRow, 'version' | 'policy'>): ServicePolicy =>
  ({ ...olderPolicies, ...(policy as unknown as Omit<ServicePolicy, 'version' | keyof typeof olderPolicies>), version });

/** One at a time, so that versions follow each other without a gap. */
export async function insertServicePolicy(sql: Sql, { effectiveFrom, note, expectedVersion, ...policy }: SaveServicePolicy, savedBy: string | null): Promise<ServicePolicyRow | Refusal> {
  await sql.$executeRaw`LOCK TABLE service_policy IN SHARE ROW EXCLUSIVE MODE`;
  const last = await sql.servicePolicy.aggregate({ _max: { version: true } });
  const conflict = expectVersion(expectedVersion, last._max.version ?? 0);
  if (conflict) return conflict;
  const limits = policy.limits ?? (await loadServicePolicy(sql, effectiveFrom)).limits;
  const row = { version: (last._max.version ?? 0) + 1, effectiveFrom, policy: { ...policy, limits } as unknown as Prisma.JsonObject, savedBy, note: note.trim() };
  await sql.servicePolicy.createMany({ data: row });
  return row;
}
