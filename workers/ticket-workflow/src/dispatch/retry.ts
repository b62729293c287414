import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';

/** One timer per ticket: a later wish replaces an earlier one. */
export const retryIn = (tx: Transaction, ticketId: string, now: Date, milliseconds: number): Promise<void> =>
  tx.schedule({ id: retryTimer(ticketId), kind: 'RETRY_DISPATCH', ticketId, dueAt: new Date(now.getTime() + milliseconds) });

export const retryTimer = (ticketId: string): string => `retry:${ticketId}`;
