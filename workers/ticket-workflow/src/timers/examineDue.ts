import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import { ticketTraces } from '../../../../subgraphs/ticket/src/storage/ticketTraces.ts';
import { examineTicket } from '../dispatch/examineTicket.ts';
import { lookUpAndDo } from '../inTransaction.ts';
import type { Workflow } from '../workflow.ts';

const AT_ONCE = 8;
/** Longer than other contexts are asked; whose worker dies is examined by another one after that. */
const LEASE = '6 seconds';

type Due = { id: string; ticketId: string };

/** Examines tickets whose coverage could not be checked when they came in, or of which the message was lost. */
export async function examineDue(workflow: Workflow): Promise<boolean> {
  const due = await workflow.sql<Due>(
    `UPDATE timer SET due_at = now() + $2::interval FROM (
       SELECT id FROM timer WHERE done_at IS NULL AND due_at <= now() AND kind = 'EXAMINE' ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED) due
     WHERE timer.id = due.id RETURNING timer.id, timer.ticket_id AS "ticketId"`, [AT_ONCE, LEASE]);
  const traces = await ticketTraces(workflow.storage.database, due.map(({ ticketId }) => ticketId));
  await Promise.all(due.map((timer) => inSpan('timer EXAMINE', { parent: { traceparent: traces.get(timer.ticketId) } }, () => examineOne(workflow, timer))));
  return due.length === AT_ONCE;
}

async function examineOne(workflow: Workflow, { id, ticketId }: Due): Promise<void> {
  try {
    await lookUpAndDo(workflow, () => examineTicket(workflow, ticketId), async (tx) => {
      // The ticket first, as everybody does; and the timer before the effect, which may set it anew.
      await tx.sql.$queryRaw`SELECT 1 FROM ticket WHERE id = ${ticketId} FOR NO KEY UPDATE`;
      await tx.finishTimers([id]);
    });
  } catch (error) {
    workflow.logger.warn({ err: error, timer: id }, 'examination failed, comes again');
  }
}
