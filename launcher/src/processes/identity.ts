import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './isAlive.ts';

/** A process as we wrote it down: pids are given out again, a pid together with its start time is not. */
export type ProcessIdentity = { pid: number; startedAt: string };

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startTimeOf(pid) };
}

export function stillRuns({ pid, startedAt }: ProcessIdentity): boolean {
  return isAlive(pid) && startTimeOf(pid) === startedAt;
}

/** Asks it to end, without draining, and ends it when it has not after the time given. */
export async function end(process_: ProcessIdentity, milliseconds: number): Promise<void> {
  signal(process_, 'SIGINT');
  for (let waited = 0; stillRuns(process_); waited += 50) {
    if (waited >= milliseconds) signal(process_, 'SIGKILL');
    await pause(50);
  }
}

export function signal(process_: ProcessIdentity, name: NodeJS.Signals): void {
  if (!stillRuns(process_)) return;
  try {
    process.kill(process_.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function startTimeOf(pid: number): string {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
