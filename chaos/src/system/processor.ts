import { readFileSync } from 'node:fs';

export type ProcessorMeter = {
  /** Seconds of processor time so far, by name. */
  seconds(): Record<string, number>;
  stop(): void;
};

const EVERY_MS = 2_000;
const TICKS_A_SECOND = 100;

/** Where the machine's time goes: looks at the processes now and then, since they come and go. Knows nothing where there is no /proc. */
export function meterProcessor(processes: () => { name: string; pid: number; withChildren?: boolean }[]): ProcessorMeter {
  const used = new Map<string, number>();
  let before = new Map<number, number>();

  function look(first = false): void {
    const now = new Map<number, number>();
    for (const { name, pid, withChildren } of processes()) {
      for (const each of withChildren ? [pid, ...childrenOf(pid)] : [pid]) {
        const ticks = ticksOf(each);
        if (ticks === null) continue;
        now.set(each, ticks);
        if (!first) used.set(name, (used.get(name) ?? 0) + ticks - (before.get(each) ?? 0));
      }
    }
    before = now;
  }

  look(true);
  const timer = setInterval(look, EVERY_MS);
  return {
    seconds() {
      look();
      return Object.fromEntries([...used].sort(([, left], [, right]) => right - left).map(([name, ticks]) => [name, Math.round(ticks / TICKS_A_SECOND)]));
    },
    stop: () => clearInterval(timer),
  };
}

/** User and system time of a process that is there; see proc(5). */
function ticksOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return null;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
