import { readPage, toConnection, type Connection } from '@sysops-squad/chassis/connection';
import type { Parts } from '../parts.ts';
import { newestAudit, type AuditEntry } from '../storage/audit.ts';
import { cursorOf, readCursor } from './timeCursor.ts';

export function auditLog({ database }: Parts) {
  return async (page: { first: number; after?: string | null }): Promise<Connection<AuditEntry>> => {
    const { limit, after } = readPage(page);
    const rows = await newestAudit(database, { limit, after: after === null ? null : readCursor(after) });
    return toConnection(rows, limit, ({ at, id }) => cursorOf(at, id));
  };
}
