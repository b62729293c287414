import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import type { TimerKind } from '../../../../subgraphs/ticket/src/storage/timers.ts';
import { ticketTraces } from '../../../../subgraphs/ticket/src/storage/ticketTraces.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { sqlOfTransaction } from '../transactionSql.ts';
import type { Workflow } from '../workflow.ts';
import { deciding, type DecidedKind } from './timerHandlers.ts';

export type DueTimer<Kind extends TimerKind = TimerKind> = { id: string; kind: Kind; ticketId: string; offerId: string | null };

const AT_ONCE = 4;

/** EXAMINE asks other contexts first, and RETRY_DISPATCH is served by territory: each has a loop of its own. */
const isDue = `timer.done_at IS NULL AND timer.due_at <= now() AND timer.kind NOT IN ('RETRY_DISPATCH', 'EXAMINE')`;

/** Fires everything that is due. */
export async function fireDueTimers(workflow: Workflow): Promise<void> {
  const [due] = await workflow.sql(`SELECT 1 FROM timer WHERE ${isDue} LIMIT 1`);
  if (!due) return;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (await fireOne(workflow));
  }));
}

/**
 * The ticket is locked from the moment at which its timer is found, so that no timer is claimed by somebody who may die: what was
 * not done is due for the next one at once. False when nothing is due, or others are at all of it.
 */
async function fireOne(workflow: Workflow): Promise<boolean> {
  let found: DueTimer<DecidedKind> | undefined;
  try {
    await workflow.storage.transact(async (tx) => {
      found = await lockDue(tx);
      if (!found) return;
      await tx.finishTimers([found.id]);
      await fire(tx, found);
    });
  } catch (error) {
    workflow.logger.warn({ err: error, timer: found?.id }, 'timer failed, comes again');
    if (!found) return false;
    await workflow.sql(`UPDATE timer SET due_at = now() + interval '3 seconds' WHERE id = $1 AND done_at IS NULL`, [found.id]);
  }
  return found !== undefined;
}

/** A trace of its own: what it follows from may be days old. */
async function fire(tx: Transaction, timer: DueTimer<DecidedKind>): Promise<void> {
  const links = [...(await ticketTraces(tx.sql, [timer.ticketId])).values()].map((traceparent) => ({ traceparent }));
  await inSpan(`timer ${timer.kind}`, { parent: {}, links }, async () => void (await deciding[timer.kind](timer)(tx)));
}

const lockDue = async (tx: Transaction): Promise<DueTimer<DecidedKind> | undefined> =>
  (await sqlOfTransaction(tx)<DueTimer<DecidedKind>>(
    `SELECT timer.id, timer.kind, timer.ticket_id AS "ticketId", timer.offer_id AS "offerId" FROM timer JOIN ticket ON ticket.id = timer.ticket_id
     WHERE ${isDue} ORDER BY timer.due_at, timer.id LIMIT 1 FOR NO KEY UPDATE OF ticket SKIP LOCKED`))[0];
