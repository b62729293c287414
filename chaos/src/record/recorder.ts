import type { Acknowledged, AcknowledgedMove } from '../checks/acknowledged.ts';
import type { Imported } from '../checks/imports.ts';
import type { PushLog } from '../checks/pushes.ts';
import type { Violation } from '../checks/violation.ts';

/** What became of an operation: done; refused for good; or nobody knows, because no answer ever came. */
export type Outcome = 'ok' | 'failed' | 'unknown';
export type Operation = { name: string; key: string; began: number; ended: number; attempts: number; outcome: Outcome; code?: string };

/** Everything that clients saw, in memory: the checker's side of the story. */
export type Recorder = {
  operations: Operation[];
  /** Milliseconds of each request that got an answer. */
  requestMs: number[];
  acknowledged: Acknowledged[];
  moves: AcknowledgedMove[];
  /** Tickets whose cancellation was acknowledged. */
  cancelled: string[];
  imported: Imported[];
  leaks: Violation[];
  pushLogs: Map<string, PushLog>;
  /** Errors by code or message: how requests failed on the way. */
  failures: Map<string, number>;
  /** The log of one subscriber's stream; made when first asked for. */
  pushLog(kind: PushLog['kind'], id: string, subscriber: string): PushLog;
  failure(what: string): void;
};

export function createRecorder(): Recorder {
  const pushLogs = new Map<string, PushLog>();
  const failures = new Map<string, number>();
  return {
    operations: [], requestMs: [], acknowledged: [], moves: [], cancelled: [], imported: [], leaks: [], pushLogs, failures,
    pushLog(kind, id, subscriber) {
      const key = `${kind} ${id} ${subscriber}`;
      const log = pushLogs.get(key) ?? { kind, id, pushes: [] };
      pushLogs.set(key, log);
      return log;
    },
    failure: (what) => void failures.set(what, (failures.get(what) ?? 0) + 1),
  };
}
