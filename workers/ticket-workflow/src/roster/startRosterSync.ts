import { startLoop } from '@sysops-squad/chassis/loop';
import { sqlOfTransaction } from '../transactionSql.ts';
import type { Workflow } from '../workflow.ts';
import { readRoster, readRosterDigest } from './readRoster.ts';
import { replan } from './replan.ts';
import { retryWaiting } from './retryWaiting.ts';
import { rosterRows, unreadIn } from './rosterRows.ts';
import { saveRoster } from './saveRoster.ts';

export type RosterSync = { lastAt: () => Date | null; lastError: () => string | null; stop: () => Promise<void> };
export type RosterTimes = {
  /** At the latest. */
  everyMs: number;
  /** How often it is asked, at little cost, whether it has changed. */
  lookMs: number;
};

/** Replicates the roster through the graph, at once and whenever it has changed. While the graph is down the old one goes on serving. */
export function startRosterSync(workflow: Workflow, { everyMs, lookMs }: RosterTimes): RosterSync {
  let lastAt: Date | null = null;
  let lastError: string | null = null;
  let lastDigest: string | null = null;
  const loop = startLoop({
    everyMs: Math.min(everyMs, lookMs),
    onError: (error) => {
      lastError = (error as Error).message;
      workflow.logger.warn({ err: error }, 'the roster cannot be read now, the old one stays');
    },
    turn: async () => {
      // Asked before the roster is read: what changes meanwhile is seen the next time.
      const digest = await readRosterDigest(workflow.graph);
      if (lastError === null && digest === lastDigest && lastAt && Date.now() - lastAt.getTime() < everyMs) return;
      const changed = await syncRoster(workflow);
      [lastAt, lastError, lastDigest] = [new Date(), null, digest];
      if (changed > 0) workflow.logger.info({ changed }, 'the roster changed');
    },
  });
  return { lastAt: () => lastAt, lastError: () => lastError, stop: loop.stop };
}

/** Returns how many rows changed. Promises that the roster does not allow any more are taken back; whoever waits for an expert is tried again. */
export async function syncRoster(workflow: Workflow): Promise<number> {
  const roster = await readRoster(workflow.graph);
  const changed = await workflow.storage.transact((tx) => saveRoster(sqlOfTransaction(tx), rosterRows(roster), unreadIn(roster)));
  const withdrawn = await replan(workflow);
  if (withdrawn > 0) workflow.logger.info({ withdrawn }, 'offers and bookings that the roster does not allow any more');
  await retryWaiting(workflow, changed > 0);
  return changed;
}
