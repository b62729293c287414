import type { RunSql } from '@sysops-squad/chassis/outbox/message';
import type { Rule } from '../../../../subgraphs/ticket/src/domain/dispatch/types.ts';

export type BrokenOffer = { ticketId: string; offerId: string };

const isBinding = (rule: Rule): string => `'${rule}' <> ALL (o.overridden_rules)`;

/**
 * Offers and bookings that the roster as it is now does not allow, unless a manager overrode that by name. Not those of experts who are on
 * their way. Finds; what happens to them is decided by `withdrawOffer`, under the ticket's lock.
 */
export const brokenOffers = (sql: RunSql, limit: number): Promise<BrokenOffer[]> =>
  sql<BrokenOffer>(
    `SELECT o.ticket_id AS "ticketId", o.id AS "offerId" FROM offer o JOIN ticket t ON t.id = o.ticket_id JOIN roster_expert e ON e.id = o.expert_id
     WHERE o.released_at IS NULL AND t.status IN ('OFFERED', 'ACCEPTED') AND (
       (NOT e.active AND ${isBinding('INACTIVE')})
       OR (${isBinding('TIME_OFF')} AND EXISTS (SELECT 1 FROM roster_time_off leave WHERE leave.expert_id = o.expert_id AND leave.starts_at < o.ends_at AND leave.ends_at > greatest(o.starts_at, now())))
       OR (${isBinding('OFF_SHIFT')} AND NOT coalesce(tstzrange(o.starts_at, o.ends_at) <@ (${shiftsAround}), false))
       OR EXISTS (
         SELECT 1 FROM roster_product_skill needed
         LEFT JOIN roster_expert_skill s ON s.expert_id = o.expert_id AND s.skill_id = needed.skill_id AND s.verified AND s.removed_at IS NULL
         WHERE needed.product_id = t.product_id AND (
           (s.skill_id IS NULL AND ${isBinding('SKILL_MISSING')}) OR (s.level < needed.level AND ${isBinding('SKILL_LEVEL')}) OR (s.valid_until < o.ends_at AND ${isBinding('SKILL_EXPIRED')}))))
     ORDER BY o.starts_at, o.id LIMIT $1::int`,
    [limit]);

/** Shifts are by the day in UTC, and those that touch are one: a night shift is whole. */
const shiftsAround = `
  SELECT range_agg(tstzrange(day + make_interval(mins => shift.start_minute), day + make_interval(mins => shift.end_minute)))
  FROM generate_series(date_trunc('day', o.starts_at, 'UTC') - interval '24 hours', o.ends_at, interval '24 hours') AS day
  JOIN roster_shift shift ON shift.expert_id = o.expert_id AND shift.weekday = extract(isodow FROM day AT TIME ZONE 'UTC')`;
