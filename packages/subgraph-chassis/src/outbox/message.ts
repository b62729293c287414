/** Runs one statement, in a transaction or on a pool; `$1`, `$2` … are the values. */
export type RunSql = <Row = unknown>(sql: string, values?: unknown[]) => Promise<Row[]>;

export type Message = {
  id: string;
  type: string;
  aggregateId: string;
  version: number | null;
  payload: unknown;
  createdAt: Date;
  /** Deliveries so far, this one included. */
  tries: number;
};

/** Names of the two tables; both have the columns that outbox/README.md lists. */
export type OutboxTables = { outbox: string; inbox: string };

export const DEFAULT_TABLES: OutboxTables = { outbox: 'outbox', inbox: 'inbox' };

/** When an unanswered message is delivered again: `firstMs`, twice that, … up to `maxMs` after it was handed over. */
export type Redelivery = { firstMs: number; maxMs: number };

export const DEFAULT_REDELIVERY: Redelivery = { firstMs: 2_000, maxMs: 60_000 };

/** SQL for "that much after now, for a message that has been delivered `tries` times". */
export function nextDelivery(tries: string, { firstMs, maxMs }: Redelivery): string {
  return `now() + interval '1 millisecond' * least(${maxMs}, ${firstMs} * power(2, least(${tries} - 1, 20)))`;
}

/** What a consumer's handler throws when the other side is down: the message comes again, and never counts as failed. */
export class TryLater extends Error {
  readonly afterMs: number | undefined;
  constructor(message: string, afterMs?: number) {
    super(message);
    this.name = 'TryLater';
    this.afterMs = afterMs;
  }
}
