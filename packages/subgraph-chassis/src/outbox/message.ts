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

/** What the broker carries: the message itself stays in the database. */
export type MessageJob = { messageId: string; traceparent?: string | undefined };

/** Names of the two tables; both have the columns that outbox/README.md lists. */
export type OutboxTables = { outbox: string; inbox: string };

export const DEFAULT_TABLES: OutboxTables = { outbox: 'outbox', inbox: 'inbox' };

/** When a message that the broker took and nobody started is handed over again: after `firstMs`, then as long as it has waited, up to `maxMs`. */
export type Redelivery = { firstMs: number; maxMs: number };

/** Short: a broker that was wiped holds no message up for longer. */
export const DEFAULT_REDELIVERY: Redelivery = { firstMs: 2_000, maxMs: 4_000 };

/** When a message that could not be handled comes again: between `firstMs` and `maxMs`. */
export type Retry = { firstMs: number; maxMs: number };

export const DEFAULT_RETRY: Retry = { firstMs: 500, maxMs: 60_000 };

/** What a consumer's handler throws when the other side is down: the message comes again, and never counts as failed. */
export class TryLater extends Error {
  readonly afterMs: number | undefined;
  constructor(message: string, afterMs?: number) {
    super(message);
    this.name = 'TryLater';
    this.afterMs = afterMs;
  }
}
