import type { Prisma } from '../../generated/client.ts';
import type { Sql } from './prisma.ts';

export type OutboxMessage = {
  /** Deterministic, so that a repeated cause enqueues nothing twice. */
  id: string;
  type: string;
  aggregateId: string;
  version: number | null;
  payload: object;
  /** Not to be delivered before; absent: now. */
  nextAt?: Date;
};

/** Leaves messages, in the same transaction as what they tell. */
export async function enqueue(sql: Sql, messages: readonly OutboxMessage[]): Promise<void> {
  const data = messages.map((message) => ({ ...message, payload: message.payload as Prisma.InputJsonObject }));
  if (data.length > 0) await sql.outbox.createMany({ data, skipDuplicates: true });
}

/** False when this handler has handled the message before. In the transaction of the effect: both or neither. */
export async function firstTime(sql: Sql, messageId: string, handler: string): Promise<boolean> {
  return (await sql.inbox.createMany({ data: { messageId, handler }, skipDuplicates: true })).count === 1;
}
