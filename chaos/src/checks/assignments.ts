import type { SqlCheck } from './violation.ts';

/**
 * An offer's times are read before it is written, so two that follow each other at once may seem to overlap by as long as
 * a transaction may take; nothing real is shorter than that.
 */
const LONGEST_TRANSACTION = '25 seconds';
const wasLive = (offer: string): string =>
  `tstzrange(${offer}.created_at, CASE WHEN ${offer}.released_at IS NULL THEN NULL ELSE greatest(${offer}.created_at, ${offer}.released_at - interval '${LONGEST_TRANSACTION}') END)`;
const skillRules = `ARRAY['SKILL_MISSING', 'SKILL_LEVEL', 'SKILL_EXPIRED']`;

/** $1: the beginning of the campaign. */
export const assignmentChecks: SqlCheck[] = [
  {
    promise: 3, measure: 'doubleTicket', what: 'more than one live assignment',
    sql: `SELECT ticket_id AS subject, string_agg(id || ' to ' || expert_id, ', ') AS detail FROM offer WHERE released_at IS NULL GROUP BY ticket_id HAVING count(*) > 1`,
  },
  {
    promise: 3, measure: 'doubleTicket', what: 'more than one open visit',
    sql: `SELECT ticket_id AS subject, string_agg(id, ', ') AS detail FROM visit WHERE status IN ('PROPOSED', 'SCHEDULED', 'EN_ROUTE', 'ON_SITE')
      GROUP BY ticket_id HAVING count(*) > 1`,
  },
  {
    promise: 3, measure: 'doubleTicket', what: 'two assignments were live at one time',
    sql: `SELECT a.ticket_id AS subject, a.id || ' and ' || b.id AS detail FROM offer a JOIN offer b ON b.ticket_id = a.ticket_id AND b.id > a.id
      WHERE a.created_at >= $1 AND b.created_at >= $1
        AND ${wasLive('a')} && ${wasLive('b')}`,
  },
  {
    promise: 3, measure: 'doubleExpert', what: 'booked twice at one time',
    sql: `SELECT a.expert_id || ' ' || least(a.id, b.id) AS subject, a.id || ' and ' || b.id AS detail FROM offer a
      JOIN offer b ON b.expert_id = a.expert_id AND b.id > a.id AND b.blocked && a.blocked AND b.released_at IS NULL
      WHERE a.released_at IS NULL`,
  },
  {
    promise: 3, measure: 'doubleExpert', what: 'was booked twice at one time',
    sql: `SELECT a.expert_id || ' ' || least(a.id, b.id) AS subject, a.id || ' and ' || b.id AS detail FROM offer a
      JOIN offer b ON b.expert_id = a.expert_id AND b.id > a.id AND b.blocked && a.blocked
        AND ${wasLive('a')} && ${wasLive('b')}
      WHERE a.created_at >= $1 AND b.created_at >= $1`,
  },
  {
    promise: 4, measure: 'wrong', what: 'offered without a required skill',
    sql: `SELECT o.id AS subject, format('%s lacks %s at level %s for %s', o.expert_id, needed.skill_id, needed.level, t.product_id) AS detail
      FROM offer o JOIN ticket t ON t.id = o.ticket_id JOIN roster_product_skill needed ON needed.product_id = t.product_id
      WHERE o.created_at >= $1
        AND NOT (o.overridden_rules && ${skillRules} AND o.override_reason IS NOT NULL AND o.overridden_by IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM roster_expert_skill s WHERE s.expert_id = o.expert_id AND s.skill_id = needed.skill_id AND s.level >= needed.level
          AND s.verified AND s.removed_at IS NULL AND (s.valid_until IS NULL OR s.valid_until >= o.ends_at))`,
  },
  {
    promise: 0, measure: 'askedAgain', what: 'the same expert was offered the same visit within the cool-down',
    sql: `SELECT later.id AS subject, format('%s had %s at %s', later.expert_id, earlier.status, earlier.answered_at) AS detail
      FROM offer earlier JOIN offer later ON later.visit_id = earlier.visit_id AND later.expert_id = earlier.expert_id AND later.created_at > earlier.answered_at
      JOIN dispatch_policy policy ON policy.version = (SELECT max(version) FROM dispatch_policy)
      WHERE earlier.status IN ('REFUSED', 'EXPIRED') AND later.overridden_by IS NULL AND later.created_at >= $1
        AND later.created_at < earlier.answered_at + (policy.policy ->> 'coolDownHours')::float * interval '1 hour'`,
  },
  {
    promise: 5, measure: 'held', what: 'over, and still holds its expert',
    sql: `SELECT o.id AS subject, format('%s holds %s; ticket %s is %s, visit %s', o.status, o.expert_id, t.id, t.status, v.status) AS detail
      FROM offer o JOIN ticket t ON t.id = o.ticket_id JOIN visit v ON v.id = o.visit_id
      WHERE o.released_at IS NULL AND (o.status IN ('REFUSED', 'EXPIRED', 'WITHDRAWN') OR v.status IN ('COMPLETED', 'CANCELLED')
        OR t.status NOT IN ('OFFERED', 'ACCEPTED', 'EN_ROUTE', 'ON_SITE'))`,
  },
];
