import { retryUnassigned } from '../timers/sweep.ts';
import type { Workflow } from '../workflow.ts';

/** After a look at the roster: tickets whose product can be read now go on; when it has changed, whoever waits for an expert is tried again. */
export async function retryWaiting(workflow: Workflow, changed: boolean): Promise<void> {
  await workflow.sql(`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'examine:' || ticket.id, 'EXAMINE', ticket.id, now() FROM ticket JOIN roster_product ON roster_product.id = ticket.product_id AND skills_known
    WHERE status = 'NEEDS_ATTENTION' AND attention_reason = 'UNKNOWN_PRODUCT'
    ON CONFLICT (id) DO UPDATE SET due_at = now(), done_at = NULL WHERE timer.done_at IS NOT NULL`);
  if (!changed) return;
  await workflow.sql(`UPDATE timer SET due_at = now() WHERE kind = 'RETRY_DISPATCH' AND done_at IS NULL AND due_at > now()`);
  await retryUnassigned(workflow, { olderThanSeconds: 0, limit: 200 });
}
