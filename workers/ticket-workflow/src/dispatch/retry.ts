import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';

/** One timer per ticket: a later wish replaces an earlier one. */
export const retryIn = (tx: Transaction, ticketId: string, now: Date, milliseconds: number): Promise<void> =>
  tx.schedule({ id: retryTimer(ticketId), kind: 'RETRY_DISPATCH', ticketId, dueAt: new Date(now.getTime() + milliseconds) });

export const retryTimer = (ticketId: string): string => `retry:${ticketId}`;

const WOKEN_AT_ONCE = 20;

/** An expert of this territory is free again: whoever waits there is tried once more, the most urgent first. */
export async function wakeWaiting(tx: Transaction, territoryId: string | null | undefined): Promise<void> {
  if (!territoryId) return;
  await tx.sql.$executeRaw`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'retry:' || id, 'RETRY_DISPATCH', id, now() FROM ticket
    WHERE territory_id = ${territoryId} AND (status = 'AWAITING_DISPATCH' OR (status = 'NEEDS_ATTENTION' AND attention_reason = 'NO_EXPERT'))
    ORDER BY priority, created_at LIMIT ${WOKEN_AT_ONCE}
    ON CONFLICT (id) DO UPDATE SET due_at = least(timer.due_at, EXCLUDED.due_at), done_at = NULL`;
}

export async function wakeTerritoryOf(tx: Transaction, ticketId: string): Promise<void> {
  const ticket = await tx.sql.ticket.findUnique({ where: { id: ticketId }, select: { territoryId: true } });
  await wakeWaiting(tx, ticket?.territoryId);
}
