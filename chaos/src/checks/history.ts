import type { SqlCheck } from './violation.ts';

/** From which state a ticket may come into which; written down here once more, from the specification, and not taken from the code. Edits and claims leave the state as it is. */
const moves: Record<string, readonly string[]> = {
  NEW: ['AWAITING_DISPATCH', 'NEEDS_ATTENTION', 'ACCEPTED', 'CANCELLED'],
  AWAITING_DISPATCH: ['OFFERED', 'ACCEPTED', 'NEEDS_ATTENTION', 'CANCELLED'],
  OFFERED: ['ACCEPTED', 'AWAITING_DISPATCH', 'CANCELLED'],
  ACCEPTED: ['EN_ROUTE', 'AWAITING_DISPATCH', 'ACCEPTED', 'CANCELLED', 'NEEDS_ATTENTION'],
  EN_ROUTE: ['ON_SITE', 'CANCELLED', 'AWAITING_DISPATCH', 'NEEDS_ATTENTION'],
  ON_SITE: ['COMPLETED', 'AWAITING_DISPATCH', 'ON_HOLD', 'NEEDS_ATTENTION'],
  COMPLETED: ['CLOSED'],
  NEEDS_ATTENTION: ['AWAITING_DISPATCH', 'OFFERED', 'ACCEPTED', 'CANCELLED', 'NEEDS_ATTENTION'],
  ON_HOLD: ['AWAITING_DISPATCH', 'ACCEPTED', 'NEEDS_ATTENTION', 'CANCELLED'],
};
const allowed = Object.entries(moves).flatMap(([from, to]) => to.map((state) => `('${from}','${state}')`)).join(',');

/** $1: the beginning of the campaign. */
export const historyChecks: SqlCheck[] = [
  {
    promise: 1, measure: 'gaps', what: 'the history is not 1, 2, 3 …',
    sql: `SELECT t.id AS subject, coalesce(string_agg(h.sequence::text, ',' ORDER BY h.sequence), 'none') AS detail
      FROM ticket t LEFT JOIN ticket_history h ON h.ticket_id = t.id WHERE t.created_at >= $1 GROUP BY t.id
      HAVING count(h.sequence) = 0 OR min(h.sequence) <> 1 OR max(h.sequence) <> count(*) OR count(DISTINCT h.sequence) <> count(*)`,
  },
  {
    promise: 1, measure: 'gaps', what: 'a history entry does not go on from the one before',
    sql: `SELECT ticket_id AS subject, format('%s: from %s after %s', sequence, from_status, before) AS detail FROM (
        SELECT h.*, lag(to_status) OVER (PARTITION BY ticket_id ORDER BY sequence, at) AS before FROM ticket_history h JOIN ticket t ON t.id = h.ticket_id
        WHERE t.created_at >= $1) entries WHERE from_status IS DISTINCT FROM before`,
  },
  {
    promise: 1, measure: 'gaps', what: "the ticket's state is not that of its last history entry",
    sql: `SELECT t.id AS subject, format('%s, history ends at %s', t.status, last.to_status) AS detail FROM ticket t LEFT JOIN LATERAL (
        SELECT to_status FROM ticket_history WHERE ticket_id = t.id ORDER BY sequence DESC LIMIT 1) last ON true
      WHERE t.created_at >= $1 AND last.to_status IS DISTINCT FROM t.status`,
  },
  {
    promise: 1, measure: 'gaps', what: 'a transition that the life cycle does not know',
    sql: `SELECT h.ticket_id AS subject, format('%s: %s to %s', h.sequence, h.from_status, h.to_status) AS detail
      FROM ticket_history h JOIN ticket t ON t.id = h.ticket_id
      WHERE t.created_at >= $1 AND t.import_source IS NULL
        AND NOT (h.from_status IS NULL AND h.to_status = 'NEW') AND (h.from_status, h.to_status) NOT IN (${allowed})
        AND NOT (h.from_status = h.to_status AND (jsonb_array_length(h.changes) > 0 OR h.reason LIKE 'Claimed by %'))`,
  },
  {
    promise: 1, measure: 'gaps', what: 'an edit that the history does not tell',
    sql: `SELECT t.id AS subject, format('edited %s times, %s entries', t.edit_version - 1, count(h.changes)) AS detail
      FROM ticket t LEFT JOIN ticket_history h ON h.ticket_id = t.id WHERE t.created_at >= $1 GROUP BY t.id
      HAVING count(h.changes) <> t.edit_version - 1`,
  },
  {
    promise: 1, measure: 'gaps', what: 'the log of changes is not 1, 2, 3 … up to the version',
    sql: `SELECT t.id AS subject, format('version %s, %s entries from %s to %s', t.version, count(e.version), min(e.version), max(e.version)) AS detail
      FROM ticket t LEFT JOIN ticket_event e ON e.ticket_id = t.id WHERE t.created_at >= $1 AND t.import_source IS NULL GROUP BY t.id, t.version
      HAVING count(e.version) <> t.version OR count(DISTINCT e.version) <> t.version OR min(e.version) <> 1 OR max(e.version) <> t.version`,
  },
  {
    promise: 6, measure: 'twice', what: 'happened more than once',
    sql: `SELECT e.ticket_id AS subject, format('%s %s times', e.type, count(*)) AS detail FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
      WHERE t.created_at >= $1 AND e.type IN ('TICKET_CREATED', 'ENTITLEMENT_RECORDED', 'TICKET_CANCELLED', 'TICKET_CLOSED', 'SLA_BREACHED')
      GROUP BY e.ticket_id, e.type HAVING count(*) > 1`,
  },
  {
    promise: 6, measure: 'twice', what: 'an offer was answered more than once',
    sql: `SELECT e.payload ->> 'offerId' AS subject, string_agg(e.type, ', ' ORDER BY e.version) AS detail FROM ticket_event e
      WHERE e.occurred_at >= $1 AND e.type IN ('OFFER_ACCEPTED', 'OFFER_REFUSED', 'OFFER_EXPIRED') GROUP BY e.payload ->> 'offerId' HAVING count(*) > 1`,
  },
  {
    promise: 6, measure: 'twice', what: 'one idempotency key made several tickets',
    sql: `SELECT idempotency_key AS subject, string_agg(id, ', ') AS detail FROM ticket
      WHERE created_at >= $1 AND idempotency_key IS NOT NULL GROUP BY created_by_kind, created_by_id, idempotency_key HAVING count(*) > 1`,
  },
];
