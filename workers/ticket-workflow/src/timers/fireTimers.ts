import type { TimerKind } from '../../../../subgraphs/ticket/src/storage/timers.ts';
import { lookUpAndDo } from '../inTransaction.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';
import { timerHandlers } from './timerHandlers.ts';

export type DueTimer = { id: string; kind: TimerKind; ticketId: string; offerId: string | null };

const AT_ONCE = 8;
const BATCH = 40;

/** Fires what is due; true when there may be more. A timer that fails, or whose worker dies, comes again in half a minute. */
export async function fireDueTimers(workflow: Workflow): Promise<boolean> {
  const due = await claimDue(workflow);
  const waiting = due.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const timer of waiting) await fire(workflow, timer);
  }));
  return due.length === BATCH;
}

const claimDue = ({ sql }: Workflow): Promise<DueTimer[]> =>
  sql<DueTimer>(
    `UPDATE timer SET due_at = now() + interval '30 seconds' FROM (
       SELECT id FROM timer WHERE done_at IS NULL AND due_at <= now() ORDER BY due_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) due
     WHERE timer.id = due.id RETURNING timer.id, timer.kind, timer.ticket_id AS "ticketId", timer.offer_id AS "offerId"`);

async function fire(workflow: Workflow, timer: DueTimer): Promise<void> {
  try {
    await lookUpAndDo(workflow, () => timerHandlers[timer.kind](workflow, timer), async (tx) => {
      // The ticket first, as everybody does; and the timer before the effect, which may set it anew.
      await tx.sql.$queryRaw`SELECT 1 FROM ticket WHERE id = ${timer.ticketId} FOR NO KEY UPDATE`;
      await tx.finishTimer(timer.id);
    });
  } catch (error) {
    workflow.logger.warn({ err: error, timer: timer.id }, 'timer failed, comes again');
  }
}

export type TimerHandler = (workflow: Workflow, timer: DueTimer) => Promise<TicketEffect>;
