import type { BackendFactory, ConnectionOptions } from 'bullmq';

/** What a BullMQ queue or worker needs besides its name, and how the place it lives in is made ready. */
export type Backend = {
  kind: 'postgresql' | 'redis';
  /** So many jobs at a time cost less in one statement than one by one. */
  bulkFrom: number;
  /** Makes tables and functions where there are none. Safe in several processes at once and as often as one likes. */
  prepare(): Promise<void>;
  /**
   * Where times are those of the workers: takes back what one whose clock was ahead has written. Otherwise nobody would look for jobs of
   * dead workers until that time has come.
   */
  correctTimes?(): Promise<void>;
  /** Rejects when the broker does not answer. */
  ping(): Promise<void>;
  /** Fails fast: whoever adds a job will try again. `end` drops the connection in whatever state it is. */
  producer: () => BackendOptions & { end: () => void };
  /** Reconnects for ever. */
  consumer: BackendOptions;
};

export type BackendOptions = { options: { connection: ConnectionOptions; prefix?: string }; factory: BackendFactory };
