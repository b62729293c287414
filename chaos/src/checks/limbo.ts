import type { SqlCheck } from './violation.ts';

const pending = (kind: string, more = ''): string => `EXISTS (SELECT 1 FROM timer w WHERE w.ticket_id = t.id AND w.kind = '${kind}' AND w.done_at IS NULL ${more})`;
const live = (status: string): string => `EXISTS (SELECT 1 FROM offer o WHERE o.ticket_id = t.id AND o.released_at IS NULL AND o.status = '${status}')`;

/** For a system that has come to rest. $1: the beginning of the campaign. */
export const limboChecks: SqlCheck[] = [
  {
    promise: 2, measure: 'stranded', what: 'open, and nothing and nobody will move it',
    sql: `SELECT t.id AS subject, format('%s since %s', t.status, (SELECT max(at) FROM ticket_history h WHERE h.ticket_id = t.id)) AS detail FROM ticket t
      WHERE t.created_at >= $1 AND t.import_source IS NULL AND t.status NOT IN ('CLOSED', 'CANCELLED') AND NOT CASE t.status
        WHEN 'OFFERED' THEN ${live('OFFERED')} AND ${pending('OFFER_EXPIRY', `AND w.due_at > now() - interval '1 minute'`)}
        WHEN 'ACCEPTED' THEN ${live('ACCEPTED')}
        WHEN 'EN_ROUTE' THEN ${live('ACCEPTED')}
        WHEN 'ON_SITE' THEN ${live('ACCEPTED')}
        WHEN 'NEEDS_ATTENTION' THEN t.attention_reason <> '' AND t.attention_summary <> ''
        WHEN 'ON_HOLD' THEN ${pending('HOLD_REMINDER')}
        WHEN 'COMPLETED' THEN ${pending('SURVEY_LAPSE')}
        WHEN 'NEW' THEN ${pending('EXAMINE')}
        ELSE ${pending('RETRY_DISPATCH')} OR ${pending('EXAMINE')} END`,
  },
  {
    promise: 2, measure: 'stranded', what: 'a message was never handled',
    sql: `SELECT m.aggregate_id AS subject, format('%s %s, %s tries, %s', m.type, m.id, m.tries, coalesce(m.last_error, 'no error')) AS detail FROM outbox m
      WHERE m.created_at >= $1 AND m.dead_at IS NULL
        AND (m.acked_at IS NULL OR NOT EXISTS (SELECT 1 FROM inbox i WHERE i.message_id = m.id))`,
  },
  {
    promise: 2, measure: 'deadLetters', what: 'a message was given up',
    sql: `SELECT m.id AS subject, format('%s after %s tries: %s', m.type, m.tries, m.last_error) AS detail FROM outbox m WHERE m.created_at >= $1 AND m.dead_at IS NOT NULL`,
  },
  {
    promise: 2, measure: 'stranded', what: 'a timer is overdue',
    sql: `SELECT ticket_id AS subject, format('%s %s was due at %s', kind, id, due_at) AS detail FROM timer
      WHERE done_at IS NULL AND due_at < now() - interval '1 minute' AND due_at >= $1`,
  },
];
