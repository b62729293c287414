import { setTimeout as pause } from 'node:timers/promises';
import { createBag } from './bag.ts';
import type { Arena, FaultKind } from './fault.ts';
import { watchRecovery } from './recovery.ts';

export type FaultRecord = {
  kind: string; detail: string; beganAt: number; healedAt: number;
  /** Null: not within the limit. */
  recoveryMs: number | null;
  /** What was recovered last. */
  waitedFor: string;
};

export type Nemesis = { records: FaultRecord[]; /** Heals what is still broken, and waits until everything that began has been measured. */ finish(): Promise<void> };

type Settings = { arena: Arena; kinds: readonly FaultKind[]; perMinute: number; /** None begins before the system has recovered from the last. */ apart: boolean; over: () => boolean; say: (line: string) => void };

/** Slower than that it is not waited for: it has missed its goal. */
const APART_AT_MOST_MS = 15_000;

/** One fault after the other, from a bag that gives each kind equally often; long ones go on beside the next. */
export function unleash({ arena, kinds, perMinute, apart, over, say }: Settings): Nemesis {
  const records: FaultRecord[] = [];
  const measuring = new Set<Promise<unknown>>();
  const take = kinds.length > 0 ? createBag(kinds, arena.random) : undefined;
  const everyMs = 60_000 / perMinute;
  const recovery = watchRecovery(arena.system);

  /** Resolves when it is healed, to its recovery. */
  async function one(fault: FaultKind): Promise<{ recovered: Promise<void> } | undefined> {
    const beganAt = Date.now();
    const injected = await fault.inject(arena).catch((error: unknown) => (say(`  ${fault.kind} could not be done: ${(error as Error).message}`), undefined));
    if (!injected) return undefined;
    await untilHealed(injected.lastsMs);
    await injected.heal();
    const record: FaultRecord = { kind: fault.kind, detail: injected.detail, beganAt, healedAt: Date.now(), recoveryMs: null, waitedFor: '' };
    records.push(record);
    const recovered = recovery.measure().then(({ milliseconds, waitedFor }) => void Object.assign(record, { recoveryMs: milliseconds, waitedFor }));
    beside(recovered);
    return { recovered };
  }

  async function untilHealed(milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    while (Date.now() < end && !over()) await pause(Math.min(100, end - Date.now()));
  }

  function beside(work: Promise<unknown>): void {
    const caught = work.catch((error: unknown) => say(`  ${(error as Error).message}`));
    measuring.add(caught);
    void caught.then(() => measuring.delete(caught));
  }

  async function run(): Promise<void> {
    while (take && !over()) {
      const next = Date.now() + everyMs;
      const fault = take();
      const work = one(fault);
      if (fault.kind.endsWith('past-its-lock') && !apart) beside(work);
      else {
        const healed = await work.catch((error: unknown) => say(`  ${fault.kind}: ${(error as Error).message}`));
        if (apart && healed) await Promise.race([healed.recovered, pause(APART_AT_MOST_MS)]);
      }
      while (Date.now() < next && !over()) await pause(20);
    }
  }

  const running = run();
  return {
    records,
    async finish() {
      await running;
      while (measuring.size > 0) await Promise.all(measuring);
    },
  };
}
