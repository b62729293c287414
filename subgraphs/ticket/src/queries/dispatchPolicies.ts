import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import { policyOf } from '../storage/loadPolicy.ts';
import type { PolicyRow } from '../storage/loadPolicy.ts';
import type { Database } from '../storage/prisma.ts';
import { positionOf } from './keyset.ts';

/** Newest first. */
export const dispatchPolicies = (database: Database) => async (page: Page) => {
  const after = positionOf(page.after);
  const rows = await database.dispatchPolicy.findMany({ where: after === null ? {} : { version: { lt: after } }, orderBy: { version: 'desc' }, take: page.limit + 1 });
  return toConnection(rows.map(shownPolicy), page.limit, ({ version }) => `${version}`);
};

export const dispatchPolicy = (database: Database) => async (version: number) => {
  const row = await database.dispatchPolicy.findUnique({ where: { version } });
  return row && shownPolicy(row);
};

export const shownPolicy = (row: PolicyRow) =>
  ({ effectiveFrom: row.effectiveFrom, note: row.note, savedBy: row.savedBy === null ? null : { kind: 'ADMIN', id: row.savedBy }, ...policyOf(row) });
