import { isTracing } from '@sysops-squad/chassis/tracing/tracing';
import type { Database, Sql } from './prisma.ts';

/** By ticket, the trace in which its last change was written: what is done about it now follows from that. Nobody asks when nothing is traced. */
export async function ticketTraces(sql: Sql | Database, ticketIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (!isTracing() || ticketIds.length === 0) return new Map();
  const rows = await sql.$queryRaw<{ ticketId: string; traceparent: string }[]>`
    SELECT DISTINCT ON (ticket_id) ticket_id AS "ticketId", traceparent FROM ticket_event
    WHERE ticket_id = ANY (${[...ticketIds]}::text[]) AND traceparent IS NOT NULL ORDER BY ticket_id, version DESC`;
  return new Map(rows.map(({ ticketId, traceparent }) => [ticketId, traceparent]));
}
