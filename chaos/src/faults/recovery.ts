import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../system/system.ts';
import { oldestWaiting } from './waiting.ts';

const POLL_MS = 150;
export const RECOVERY_LIMIT_MS = 90_000;

export type Recovery = {
  /** Null: not within the limit. */
  milliseconds: number | null;
  /** What was there last of all that had to be waited for. */
  waitedFor: string;
};

type Measure = { healedAt: number; waitedFor: string; over: (recovery: Recovery) => void };

export type RecoveryWatch = {
  /**
   * From now, the moment of healing, until every process serves and nothing that waited at that moment waits any more: no message,
   * whenever it is due again; no due timer; no ticket that somebody has yet to look at or to match.
   */
  measure(): Promise<Recovery>;
};

/** One look at the system for everything that is being measured. */
export function watchRecovery({ sql, members, since }: Pick<System, 'sql' | 'members' | 'since'>): RecoveryWatch {
  const open = new Set<Measure>();
  let watching = false;

  async function watch(): Promise<void> {
    watching = true;
    while (open.size > 0) {
      await look().catch(() => open.forEach((measure) => (measure.waitedFor = 'the database')));
      for (const measure of open) if (Date.now() - measure.healedAt > RECOVERY_LIMIT_MS) close(measure, null);
      await pause(POLL_MS);
    }
    watching = false;
  }

  async function look(): Promise<void> {
    const oldest = await oldestWaiting(sql.ticket, since);
    const clear: Measure[] = [];
    for (const measure of open) {
      if (oldest && oldest.at <= measure.healedAt) measure.waitedFor = oldest.what;
      else clear.push(measure);
    }
    if (clear.length === 0) return;
    const away = (await Promise.all(members.map(async (member) => ((await member.isReady()) ? [] : [member.name])))).flat();
    for (const measure of clear) {
      if (away.length > 0) measure.waitedFor = away.join();
      else close(measure, Date.now() - measure.healedAt);
    }
  }

  function close(measure: Measure, milliseconds: number | null): void {
    open.delete(measure);
    measure.over({ milliseconds, waitedFor: measure.waitedFor });
  }

  return {
    measure() {
      const { promise, resolve } = Promise.withResolvers<Recovery>();
      open.add({ healedAt: Date.now(), waitedFor: 'nothing', over: resolve });
      if (!watching) void watch();
      return promise;
    },
  };
}
