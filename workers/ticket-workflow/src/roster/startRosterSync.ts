import { startLoop } from '@sysops-squad/chassis/loop';
import { retryUnassigned } from '../timers/sweep.ts';
import type { Workflow } from '../workflow.ts';
import { readRoster } from './readRoster.ts';
import { rosterRows, unreadIn } from './rosterRows.ts';
import { saveRoster } from './saveRoster.ts';
import { sqlOfTransaction } from '../transactionSql.ts';

export type RosterSync = { lastAt: () => Date | null; lastError: () => string | null; stop: () => Promise<void> };

/** Replicates the roster through the graph, at once and then again and again. While the graph is down the old one goes on serving. */
export function startRosterSync(workflow: Workflow, everyMs: number): RosterSync {
  let lastAt: Date | null = null;
  let lastError: string | null = null;
  let waitMs = RETRY_FIRST_MS;
  const loop = startLoop({
    everyMs: RETRY_FIRST_MS,
    onError: (error) => {
      lastError = (error as Error).message;
      waitMs = RETRY_FIRST_MS;
      workflow.logger.warn({ err: error }, 'the roster cannot be read now, the old one stays');
    },
    turn: async () => {
      if (lastAt && Date.now() - lastAt.getTime() < waitMs) return;
      const changed = await syncRoster(workflow);
      [lastAt, lastError, waitMs] = [new Date(), null, everyMs];
      if (changed > 0) workflow.logger.info({ changed }, 'the roster changed');
    },
  });
  return { lastAt: () => lastAt, lastError: () => lastError, stop: loop.stop };
}

const RETRY_FIRST_MS = 1_000;

/** Returns how many rows changed; whoever waits for an expert is then tried again. */
export async function syncRoster(workflow: Workflow): Promise<number> {
  const roster = await readRoster(workflow.graph);
  const changed = await workflow.storage.transact((tx) => saveRoster(sqlOfTransaction(tx), rosterRows(roster), unreadIn(roster)));
  if (changed > 0) await retryWaiting(workflow);
  return changed;
}

async function retryWaiting(workflow: Workflow): Promise<void> {
  await workflow.sql(`UPDATE timer SET due_at = now() WHERE kind = 'RETRY_DISPATCH' AND done_at IS NULL AND due_at > now()`);
  await retryUnassigned(workflow, { olderThanSeconds: 0, limit: 200 });
  await workflow.sql(`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'examine:' || ticket.id, 'EXAMINE', ticket.id, now() FROM ticket JOIN roster_product ON roster_product.id = ticket.product_id AND skills_known
    WHERE status = 'NEEDS_ATTENTION' AND attention_reason = 'UNKNOWN_PRODUCT'
    ON CONFLICT (id) DO UPDATE SET due_at = now(), done_at = NULL WHERE timer.done_at IS NOT NULL`);
}
