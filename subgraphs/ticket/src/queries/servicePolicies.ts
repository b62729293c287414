import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import { noEntryFrom as fromWhen } from '../domain/completeVisit.ts';
import { loadServicePolicy, servicePolicyOf } from '../storage/loadServicePolicy.ts';
import type { ServicePolicyRow } from '../storage/loadServicePolicy.ts';
import type { Database } from '../storage/prisma.ts';
import { positionOf } from './keyset.ts';

/** Newest first. */
export const servicePolicies = (database: Database) => async (page: Page) => {
  const after = positionOf(page.after);
  const rows = await database.servicePolicy.findMany({ where: after === null ? {} : { version: { lt: after } }, orderBy: { version: 'desc' }, take: page.limit + 1 });
  return toConnection(rows.map(shownServicePolicy), page.limit, ({ version }) => `${version}`);
};

export const shownServicePolicy = (row: ServicePolicyRow) =>
  ({ effectiveFrom: row.effectiveFrom, note: row.note, savedBy: row.savedBy === null ? null : { kind: 'ADMIN', id: row.savedBy }, ...servicePolicyOf(row) });

/** From when a visit may end with nobody at home; null unless the expert is there. */
export const noEntryFrom = (database: Database, clock: () => Date) => async ({ status, arrivedAt }: { status: string; arrivedAt: Date | null }): Promise<Date | null> =>
  status === 'ON_SITE' && arrivedAt ? fromWhen(arrivedAt, await loadServicePolicy(database, clock())) : null;
