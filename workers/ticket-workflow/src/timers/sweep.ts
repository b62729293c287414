import type { Workflow } from '../workflow.ts';

/**
 * Finds open tickets that nothing would ever move again, whatever lost them, and gives each a timer.
 * A ticket has no hold on the future when it has no unfinished timer of the right kind and no message under way.
 */
export async function sweep({ sql }: Workflow): Promise<void> {
  await sql(`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'examine:' || ticket.id, 'EXAMINE', ticket.id, now() FROM ticket
    WHERE (status = 'NEW' OR (status = 'AWAITING_DISPATCH' AND territory_id IS NULL)) AND created_at < now() - interval '5 seconds'
      AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.id = 'examine:' || ticket.id AND done_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE aggregate_id = ticket.id AND acked_at IS NULL AND dead_at IS NULL AND type = 'ticket_created')
    LIMIT 200
    ${again('due_at = now()')}`);
  await sql(`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'retry:' || ticket.id, 'RETRY_DISPATCH', ticket.id, now() FROM ticket
    WHERE status = 'AWAITING_DISPATCH' AND territory_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.id = 'retry:' || ticket.id AND done_at IS NULL)
    LIMIT 200
    ${again('due_at = now()')}`);
  await sql(`
    UPDATE timer SET done_at = now() FROM ticket WHERE ticket.id = timer.ticket_id AND timer.kind = 'RETRY_DISPATCH' AND timer.done_at IS NULL
      AND timer.due_at < now() - interval '5 seconds' AND ticket.status <> 'AWAITING_DISPATCH' AND ticket.attention_reason IS DISTINCT FROM 'NO_EXPERT'`);
  await sql(`
    INSERT INTO timer (id, kind, ticket_id, offer_id, due_at)
    SELECT offer.id || ':expiry', 'OFFER_EXPIRY', offer.ticket_id, offer.id, offer.expires_at FROM offer
    WHERE status = 'OFFERED' AND expires_at < now() AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.id = offer.id || ':expiry' AND done_at IS NULL)
    ${again('due_at = EXCLUDED.due_at')}`);
  await sql(`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'hold:' || ticket.id, 'HOLD_REMINDER', ticket.id, now() + interval '3 days' FROM ticket
    WHERE status = 'ON_HOLD' AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.id = 'hold:' || ticket.id AND done_at IS NULL)
    ${again('due_at = EXCLUDED.due_at')}`);
  await sql(`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'survey:' || ticket.id, 'SURVEY_LAPSE', ticket.id, coalesce(completed_at, now()) + interval '14 days' FROM ticket
    WHERE status = 'COMPLETED' AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.id = 'survey:' || ticket.id AND done_at IS NULL)
    ${again('due_at = EXCLUDED.due_at')}`);
}

/** Nobody could be sent: every few minutes the longest untried are tried again, also without anybody having been freed. */
export async function retryUnassigned({ sql }: Workflow, { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number }): Promise<void> {
  await sql(
    `INSERT INTO timer (id, kind, ticket_id, due_at)
     SELECT 'retry:' || ticket.id, 'RETRY_DISPATCH', ticket.id, now() FROM ticket LEFT JOIN timer ON timer.id = 'retry:' || ticket.id
     WHERE ticket.status = 'NEEDS_ATTENTION' AND ticket.attention_reason = 'NO_EXPERT'
       AND (timer.id IS NULL OR timer.done_at < now() - interval '1 second' * $1::float8)
     ORDER BY timer.done_at NULLS FIRST, ticket.priority, ticket.created_at LIMIT $2::int
     ${again('due_at = now()')}`,
    [olderThanSeconds, limit],
  );
}

/** Only a timer that is over is set anew. */
const again = (due: string): string => `ON CONFLICT (id) DO UPDATE SET ${due}, done_at = NULL WHERE timer.done_at IS NOT NULL`;

/** What nobody will ask for again: acknowledged messages, timers that are over, what decisions of a quarter ago were made from. */
export async function forgetOld({ sql }: Workflow): Promise<void> {
  await sql(`DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE acked_at < now() - interval '30 days' LIMIT 1000)`);
  await sql(`DELETE FROM inbox WHERE ctid IN (SELECT ctid FROM inbox WHERE handled_at < now() - interval '60 days' LIMIT 1000)`);
  await sql(`DELETE FROM dispatch_snapshot WHERE digest IN (SELECT digest FROM dispatch_snapshot WHERE kept_at < now() - interval '90 days' LIMIT 1000)`);
  await sql(`DELETE FROM dispatch_roster WHERE kept_at < now() - interval '91 days' AND NOT EXISTS (SELECT 1 FROM dispatch_snapshot WHERE roster_digest = dispatch_roster.digest)`);
  await sql(`DELETE FROM timer WHERE id IN (SELECT id FROM timer WHERE done_at < now() - interval '30 days' LIMIT 1000)`);
}
