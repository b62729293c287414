import type { Desk } from './desk.ts';

type Promised = { promise: number; what: string; sql: string };

const timer = (kind: string): string => `EXISTS (SELECT 1 FROM timer w WHERE w.ticket_id = t.id AND w.kind = '${kind}' AND w.done_at IS NULL)`;
const live = (status: string): string => `EXISTS (SELECT 1 FROM offer o WHERE o.ticket_id = t.id AND o.released_at IS NULL AND o.status = '${status}')`;
const told = `EXISTS (SELECT 1 FROM outbox m WHERE m.aggregate_id = t.id AND m.type = 'ticket_created' AND m.acked_at IS NULL AND m.dead_at IS NULL)`;
const events = (...types: string[]): string => `(SELECT count(*) FROM ticket_event e WHERE e.ticket_id = t.id AND e.type IN (${types.map((type) => `'${type}'`).join()}))`;

/** What must hold after every single commit: each finds those of whom it does not. */
const always: Promised[] = [
  { promise: 1, what: 'history is not gap-free, continuous and up to date', sql: `
    SELECT t.id FROM ticket t LEFT JOIN LATERAL (
      SELECT count(*) AS n, max(sequence) AS last, bool_and(from_status IS NOT DISTINCT FROM before) AS continuous, (array_agg(to_status ORDER BY sequence DESC))[1] AS present
      FROM (SELECT h.*, lag(to_status) OVER (ORDER BY sequence) AS before FROM ticket_history h WHERE h.ticket_id = t.id) entry) h ON true
    WHERE h.n = 0 OR h.last <> h.n OR NOT h.continuous OR h.present <> t.status` },
  { promise: 1, what: 'the log is not as long as the version', sql: `SELECT t.id FROM ticket t WHERE t.version <> (SELECT count(*) FROM ticket_event e WHERE e.ticket_id = t.id AND e.version <= t.version)` },
  { promise: 2, what: 'nothing and nobody will move it', sql: `
    SELECT t.id || ' ' || t.status AS id FROM ticket t WHERE NOT CASE t.status
      WHEN 'NEW' THEN ${told} OR ${timer('EXAMINE')} WHEN 'AWAITING_DISPATCH' THEN ${timer('RETRY_DISPATCH')} OR ${timer('EXAMINE')}
      WHEN 'OFFERED' THEN ${live('OFFERED')} AND ${timer('OFFER_EXPIRY')} WHEN 'NEEDS_ATTENTION' THEN t.attention_reason <> '' AND t.attention_summary <> ''
      WHEN 'ON_HOLD' THEN ${timer('HOLD_REMINDER')} WHEN 'COMPLETED' THEN ${timer('SURVEY_LAPSE')} WHEN 'CLOSED' THEN true WHEN 'CANCELLED' THEN true ELSE ${live('ACCEPTED')} END` },
  { promise: 3, what: 'more than one live assignment', sql: `SELECT ticket_id AS id FROM offer WHERE released_at IS NULL GROUP BY ticket_id HAVING count(*) > 1` },
  { promise: 3, what: 'an expert booked twice at one time', sql: `
    SELECT a.id || ' ' || b.id AS id FROM offer a JOIN offer b ON b.expert_id = a.expert_id AND b.id > a.id
      AND b.blocked_from < a.blocked_until AND a.blocked_from < b.blocked_until WHERE a.released_at IS NULL AND b.released_at IS NULL` },
  { promise: 4, what: 'an expert without the skill', sql: `
    SELECT o.id FROM offer o JOIN ticket t ON t.id = o.ticket_id JOIN roster_product_skill needed ON needed.product_id = t.product_id
    WHERE o.released_at IS NULL AND t.status IN ('OFFERED', 'ACCEPTED') AND (o.overridden_by IS NULL OR o.override_reason IS NULL OR o.overridden_rules = '{}')
      AND NOT EXISTS (SELECT 1 FROM roster_expert_skill s WHERE s.expert_id = o.expert_id AND s.skill_id = needed.skill_id AND s.level >= needed.level
        AND s.verified AND s.removed_at IS NULL AND coalesce(s.valid_until >= o.ends_at, true))` },
  { promise: 5, what: 'held by what is over', sql: `
    SELECT o.id FROM offer o JOIN ticket t ON t.id = o.ticket_id WHERE o.released_at IS NULL
      AND (o.status NOT IN ('OFFERED', 'ACCEPTED') OR t.status NOT IN ('OFFERED', 'ACCEPTED', 'EN_ROUTE', 'ON_SITE') OR t.expert_id IS DISTINCT FROM o.expert_id)` },
  { promise: 6, what: 'answered more than once', sql: `
    SELECT payload ->> 'offerId' AS id FROM ticket_event WHERE type IN ('OFFER_ACCEPTED', 'OFFER_REFUSED', 'OFFER_EXPIRED') GROUP BY 1 HAVING count(*) > 1` },
  { promise: 6, what: 'created, cancelled or closed more than once', sql: `
    SELECT ticket_id AS id FROM ticket_event WHERE type IN ('TICKET_CREATED', 'TICKET_CANCELLED', 'TICKET_CLOSED', 'SLA_BREACHED') GROUP BY ticket_id, type HAVING count(*) > 1` },
  { promise: 6, what: 'examined more often than it was new', sql: `SELECT t.id FROM ticket t WHERE ${events('ENTITLEMENT_RECORDED')} > 1 + ${events('TICKET_UPDATED')}` },
  { promise: 7, what: 'a notification without its cause, or one too many', sql: `
    SELECT n.aggregate_id || ' ' || n.template AS id FROM (SELECT aggregate_id, payload ->> 'template' AS template, count(*) AS n FROM outbox WHERE type = 'deliver_notification' GROUP BY 1, 2) n
    JOIN ticket t ON t.id = n.aggregate_id WHERE n.n > CASE n.template
      WHEN 'OFFER_RECEIVED' THEN ${events('OFFER_PLACED')} WHEN 'TICKET_ACCEPTED' THEN ${events('OFFER_ACCEPTED', 'TICKET_ASSIGNED')} WHEN 'TICKET_CANCELLED' THEN ${events('TICKET_CANCELLED')}
      WHEN 'TICKET_UPDATED' THEN ${events('TICKET_UPDATED')} WHEN 'EXPERT_ON_THE_WAY' THEN ${events('VISIT_STARTED')} WHEN 'VISIT_ASSIGNED' THEN ${events('TICKET_ASSIGNED')}
      WHEN 'SURVEY_INVITATION' THEN least(1, ${events('VISIT_COMPLETED')}) ELSE ${events('VISIT_COMPLETED', 'OFFER_EXPIRED', 'OFFER_WITHDRAWN', 'TICKET_UPDATED', 'TICKET_CANCELLED', 'TICKET_ASSIGNED', 'EXPERT_CANNOT_ARRIVE')} END` },
];

/** What must hold once everything has come to rest. */
const atRest: Promised[] = [
  { promise: 2, what: 'still on its way', sql: `SELECT id FROM ticket WHERE status IN ('NEW', 'AWAITING_DISPATCH')` },
  { promise: 2, what: 'a message that nobody handled', sql: `SELECT id FROM outbox WHERE acked_at IS NULL` },
  { promise: 7, what: 'somebody who was not told', sql: `
    SELECT t.id FROM ticket t WHERE ${events('OFFER_PLACED')} + ${events('OFFER_ACCEPTED', 'TICKET_ASSIGNED')} + ${events('TICKET_CANCELLED')} + ${events('VISIT_STARTED')}
      <> (SELECT count(*) FROM outbox m WHERE m.aggregate_id = t.id AND m.type = 'deliver_notification' AND m.payload ->> 'template' IN ('OFFER_RECEIVED', 'TICKET_ACCEPTED', 'TICKET_CANCELLED', 'EXPERT_ON_THE_WAY'))` },
  { promise: 7, what: 'a change that no message tells of, or that two do', sql: `
    SELECT t.id FROM ticket t WHERE (SELECT coalesce(jsonb_agg(e.version ORDER BY e.version), '[]') FROM ticket_event e WHERE e.ticket_id = t.id AND e.type = 'TICKET_UPDATED')
      <> (SELECT coalesce(jsonb_agg(v::int ORDER BY v::int), '[]') FROM outbox m, jsonb_array_elements(m.payload -> 'versions') v
          WHERE m.aggregate_id = t.id AND m.type = 'deliver_notification' AND m.payload ->> 'template' = 'TICKET_UPDATED')` },
];

const find = async (desk: Desk, promised: readonly Promised[]): Promise<string[]> =>
  (await desk.sql<{ broken: string }>(promised.map(({ promise, what, sql }) => `SELECT '${promise}: ${what}: ' || found.id AS broken FROM (${sql}) found`).join(' UNION ALL '))).map(({ broken }) => broken);

/** Promises 1 to 7 of the domain, by plain SQL of their own: those that are broken now. */
export const brokenPromises = (desk: Desk): Promise<string[]> => find(desk, always);
export const brokenAtRest = (desk: Desk): Promise<string[]> => find(desk, [...always, ...atRest]);
