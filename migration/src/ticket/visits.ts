/** Half an hour of travel on both sides of a booking, less where the next one is nearer: then half of what lies between. */
const TRAVEL = `interval '30 minutes'`;

/**
 * One visit and one offer for every ticket with an expert. Booked ones hold their time; the rest is history and holds nobody.
 * Rules that a booking breaks, of which the monolith knew none, are flagged: what it promised is kept, and nobody is called off by the move.
 */
export const visitSteps: readonly string[] = [
  `CREATE TEMPORARY TABLE m_visit ON COMMIT DROP AS
   SELECT t.*, taken IN ('ACCEPTED', 'EN_ROUTE', 'ON_SITE') AS live, taken IN ('COMPLETED', 'CLOSED') OR outcome IS NOT NULL AS done,
     coalesce((SELECT max(at) FROM m_transition h WHERE h.ticket_id = t.id), created_at) AS last_at
   FROM m_taken t WHERE expert_id IS NOT NULL`,
  `CREATE TEMPORARY TABLE m_gap ON COMMIT DROP AS
   SELECT id, starts_at - lag(ends_at) OVER diary AS before, lead(starts_at) OVER diary - ends_at AS after FROM m_visit WHERE live WINDOW diary AS (PARTITION BY expert_id ORDER BY starts_at, id)`,
  `INSERT INTO visit (id, ticket_id, ordinal, status, expert_id, scheduled_start, scheduled_end, outcome, notes, created_at, accepted_at, started_at, arrived_at, completed_at)
   SELECT 'vis_' || substr(id, 5), id, 1, CASE WHEN taken = 'ACCEPTED' THEN 'SCHEDULED' WHEN live THEN taken WHEN done THEN 'COMPLETED' ELSE 'CANCELLED' END,
     expert_id, starts_at, ends_at, CASE WHEN done AND NOT live THEN coalesce(outcome, 'FIXED') END, resolution, coalesce(assigned_at, created_at),
     CASE WHEN live OR done THEN coalesce((SELECT min(at) FROM m_transition h WHERE h.ticket_id = m_visit.id AND to_status = 'ACCEPTED'), assigned_at, created_at) END,
     started_at, arrived_at, CASE WHEN done AND NOT live THEN coalesce(completed_at, last_at) END
   FROM m_visit`,
  `INSERT INTO offer (id, visit_id, ticket_id, expert_id, status, starts_at, ends_at, blocked_from, blocked_until, expires_at, token,
     overridden_rules, override_reason, overridden_by, created_at, answered_at, released_at)
   SELECT 'off_' || substr(v.id, 5), 'vis_' || substr(v.id, 5), v.id, v.expert_id, CASE WHEN live OR done THEN 'ACCEPTED' ELSE 'WITHDRAWN' END, starts_at, ends_at,
     starts_at - least(${TRAVEL}, gap.before / 2), ends_at + least(${TRAVEL}, gap.after / 2),
     coalesce(assigned_at, created_at), 'migrated', rules, CASE WHEN rules <> '{}' THEN 'As the monolith had it.' END, CASE WHEN rules <> '{}' THEN 'migration' END,
     coalesce(assigned_at, created_at), coalesce(assigned_at, created_at), CASE WHEN NOT live THEN coalesce(completed_at, last_at) END
   FROM m_visit v LEFT JOIN m_gap gap ON gap.id = v.id CROSS JOIN LATERAL (
     SELECT coalesce(array_agg(DISTINCT rule), '{}') AS rules FROM (
       SELECT CASE WHEN s.expert_id IS NULL OR NOT s.verified THEN 'SKILL_MISSING' WHEN s.level < need.level THEN 'SKILL_LEVEL' WHEN s.valid_until < v.ends_at THEN 'SKILL_EXPIRED' END AS rule
       FROM roster_product_skill need LEFT JOIN roster_expert_skill s ON s.expert_id = v.expert_id AND s.skill_id = need.skill_id WHERE need.product_id = v.product_id
       UNION ALL SELECT 'OFF_SHIFT' WHERE live AND NOT EXISTS (
         SELECT 1 FROM roster_expert e JOIN roster_shift s ON s.expert_id = e.id, date_trunc('day', v.starts_at AT TIME ZONE e.time_zone) AS day
         WHERE e.id = v.expert_id AND s.weekday = extract(isodow FROM day) AND v.starts_at AT TIME ZONE e.time_zone >= day + make_interval(mins => s.start_minute)
           AND v.ends_at AT TIME ZONE e.time_zone <= day + make_interval(mins => s.end_minute))
       UNION ALL SELECT 'SKILL_MISSING' FROM roster_product p WHERE p.id = v.product_id AND NOT p.skills_known
     ) broken WHERE rule IS NOT NULL
   ) AS judged`,
  `INSERT INTO offer_skill (offer_id, expert_id, skill_id, level)
   SELECT o.id, o.expert_id, need.skill_id, need.level FROM offer o JOIN ticket t ON t.id = o.ticket_id
   JOIN roster_product_skill need ON need.product_id = t.product_id
   JOIN roster_expert_skill s ON s.expert_id = o.expert_id AND s.skill_id = need.skill_id AND s.level >= need.level`,
];

/** Nothing open is left without something that will happen: a booking, a person's task, or one of these. */
export const timerSteps: readonly string[] = [
  `INSERT INTO timer (id, kind, ticket_id, due_at)
   SELECT 'examine:' || id, 'EXAMINE', id, now() FROM ticket WHERE status IN ('NEW', 'AWAITING_DISPATCH')
   UNION ALL SELECT 'hold:' || id, 'HOLD_REMINDER', id, now() + interval '3 days' + row_number() OVER (ORDER BY created_at, id) * interval '10 minutes' FROM ticket WHERE status = 'ON_HOLD'
   UNION ALL SELECT 'survey:' || id, 'SURVEY_LAPSE', id, completed_at + interval '14 days' FROM ticket WHERE status = 'COMPLETED'
   UNION ALL SELECT 'sla:' || id || ':respond', 'SLA', id, respond_by FROM ticket WHERE status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')
   UNION ALL SELECT 'sla:' || id || ':arrive', 'SLA', id, arrive_by FROM ticket WHERE status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')`,
];
