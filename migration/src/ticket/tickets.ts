/** Minutes by the clock on the wall: the monolith promised nothing, and what comes later is counted by the service policy. */
const targets = { P1: { respond: 15, arrive: 240 }, P2: { respond: 30, arrive: 480 }, P3: { respond: 120, arrive: 1_440 }, P4: { respond: 240, arrive: 4_320 } };

const minutesOf = (what: 'respond' | 'arrive') =>
  `make_interval(mins => CASE t.priority ${Object.entries(targets).map(([priority, target]) => `WHEN '${priority}' THEN ${target[what]}`).join(' ')} END)`;

/** Booked visits: what holds an expert. */
const LIVE = `('ACCEPTED', 'EN_ROUTE', 'ON_SITE')`;

/**
 * How each ticket is taken over. Three things that the monolith allows cannot be: an offer that nobody timed (dispatch looks again),
 * a visit without an expert, and a visit that overlaps another one of the same expert (a person must look at both).
 */
export const judgeSteps: readonly string[] = [
  `CREATE TEMPORARY TABLE m_taken ON COMMIT DROP AS
   WITH timed AS (
     SELECT t.*, coalesce(t.scheduled_start, t.window_start, t.started_at, t.assigned_at, t.created_at) AS starts_at, coalesce(p.visit_minutes, 60) AS visit_minutes FROM m_ticket t
     LEFT JOIN m_type p ON p.id = t.product_id
   ), ended AS (
     SELECT *, CASE WHEN scheduled_start IS NOT NULL AND scheduled_end IS NOT NULL THEN scheduled_end ELSE starts_at + make_interval(mins => visit_minutes) END AS ends_at FROM timed
   ), neighbours AS (
     SELECT id, max(ends_at) OVER (PARTITION BY expert_id ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS free_from
     FROM ended WHERE status IN ${LIVE} AND expert_id IS NOT NULL
   ), judged AS (
     SELECT e.*, CASE
       WHEN status = 'OFFERED' THEN 'The offer of the monolith was taken back; dispatch looks again.'
       WHEN status IN ${LIVE} AND expert_id IS NULL THEN 'The monolith had booked nobody.'
       WHEN status IN ${LIVE} AND free_from > starts_at THEN 'The monolith had booked the expert twice at this time.' END AS objection
     FROM ended e LEFT JOIN neighbours n USING (id)
   )
   SELECT *, CASE WHEN objection IS NULL THEN status WHEN status = 'OFFERED' THEN 'AWAITING_DISPATCH' ELSE 'NEEDS_ATTENTION' END AS taken FROM judged`,
  'CREATE UNIQUE INDEX ON m_taken (id)',
  // Transitions without the comments between them; what is missing at the end is added, so that the history ends where the ticket is.
  `CREATE TEMPORARY TABLE m_transition ON COMMIT DROP AS
   WITH known AS (
     SELECT ticket_id, sequence, 0 AS part, at, actor_kind, actor_id, to_status, note FROM m_history WHERE kind = 'TRANSITION'
     UNION ALL SELECT id, 0, 0, created_at, 'SYSTEM', 'monolith', 'NEW', 'The monolith had no history of this ticket.' FROM m_taken t
       WHERE NOT EXISTS (SELECT FROM m_history h WHERE h.ticket_id = t.id AND h.kind = 'TRANSITION')
   ), last AS (SELECT DISTINCT ON (ticket_id) ticket_id, at, to_status FROM known ORDER BY ticket_id, sequence DESC),
   complete AS (
     SELECT * FROM known
     UNION ALL SELECT t.id, 2147483647, 1, greatest(l.at, t.created_at), 'SYSTEM', 'migration', t.taken, coalesce(t.objection, 'As the monolith had it.')
       FROM m_taken t JOIN last l ON l.ticket_id = t.id WHERE l.to_status <> t.taken
   )
   SELECT ticket_id, row_number() OVER way AS sequence, at, actor_kind, actor_id, lag(to_status) OVER way AS from_status, to_status, note
   FROM complete WINDOW way AS (PARTITION BY ticket_id ORDER BY sequence, part)`,
  'CREATE INDEX ON m_transition (ticket_id, sequence)',
];

export const ticketSteps: readonly string[] = [
  `INSERT INTO ticket (id, number, status, version, customer_id, product_id, product_name, description, priority, address_id, contract_id, expert_id,
     attention_reason, attention_summary, attention_since, respond_by, arrive_by, sla_paused_at, resolution, rating, postcode, entitlement_checked_at, address_checked_at,
     created_by_kind, created_by_id, created_at, first_assigned_at, arrived_at, completed_at, closed_at, cancelled_at)
   SELECT t.id, t.number, t.taken, h.n, t.customer_id, t.product_id, t.product_name, t.description, t.priority, 'adr_' || substr(t.customer_id, 5), t.contract_id,
     CASE WHEN t.taken IN ${LIVE} OR t.taken IN ('COMPLETED', 'CLOSED') THEN t.expert_id END,
     CASE t.taken WHEN 'NEEDS_ATTENTION' THEN CASE WHEN t.objection IS NULL THEN coalesce(t.attention_reason, 'OTHER') ELSE 'OTHER' END END,
     CASE t.taken WHEN 'NEEDS_ATTENTION' THEN coalesce(t.objection, h.last_note, 'As the monolith had it.') END,
     CASE t.taken WHEN 'NEEDS_ATTENTION' THEN h.last_at END,
     t.created_at + ${minutesOf('respond')},
     CASE WHEN t.window_start > t.created_at + ${minutesOf('arrive')} THEN t.window_end ELSE t.created_at + ${minutesOf('arrive')} END,
     CASE t.taken WHEN 'ON_HOLD' THEN h.last_at END, t.resolution, t.rating, t.postcode, CASE WHEN t.contract_id IS NOT NULL THEN t.created_at END, t.created_at,
     h.first_kind, h.first_id, t.created_at, coalesce(h.accepted_at, CASE WHEN t.objection IS NULL THEN t.assigned_at END), t.arrived_at,
     CASE WHEN t.taken IN ('COMPLETED', 'CLOSED') THEN coalesce(t.completed_at, t.closed_at, h.last_at) END,
     CASE t.taken WHEN 'CLOSED' THEN coalesce(t.closed_at, h.last_at) END, CASE t.taken WHEN 'CANCELLED' THEN h.last_at END
   FROM m_taken t JOIN (
     SELECT ticket_id, count(*)::int AS n, (array_agg(note ORDER BY sequence DESC))[1] AS last_note, (array_agg(at ORDER BY sequence DESC))[1] AS last_at,
       (array_agg(actor_kind ORDER BY sequence))[1] AS first_kind, (array_agg(actor_id ORDER BY sequence))[1] AS first_id,
       min(at) FILTER (WHERE to_status = 'ACCEPTED') AS accepted_at
     FROM m_transition GROUP BY ticket_id
   ) h ON h.ticket_id = t.id`,
  `INSERT INTO ticket_window (ticket_id, position, starts_at, ends_at) SELECT id, 1, window_start, window_end FROM m_ticket WHERE window_start IS NOT NULL AND window_end IS NOT NULL`,
  `INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, actor_id, from_status, to_status, reason)
   SELECT ticket_id, sequence, at, actor_kind, actor_id, from_status, to_status, note FROM m_transition ORDER BY ticket_id, sequence`,
  `INSERT INTO comment (id, ticket_id, author_kind, author_id, body, visibility, created_at)
   SELECT id, ticket_id, actor_kind, actor_id, coalesce(nullif(note, ''), '-'), visibility, at FROM m_history WHERE kind = 'COMMENT'`,
  `INSERT INTO ticket_article (ticket_id, article_id, title, created_at) SELECT ticket_id, id, title, created_at FROM m_article WHERE ticket_id IN (SELECT id FROM m_ticket)`,
  `SELECT setval('ticket_number', greatest(max(substr(number, 5)::bigint) + 1, (SELECT last_value FROM ticket_number)), false)
   FROM m_ticket WHERE number ~ '^SYS-\\d{1,17}$' HAVING count(*) > 0`,
];
