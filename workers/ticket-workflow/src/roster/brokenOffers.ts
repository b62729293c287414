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
       OR (${isBinding('OFF_SHIFT')} AND NOT (${inShift}))
       OR EXISTS (
         SELECT 1 FROM roster_product_skill needed
         LEFT JOIN roster_expert_skill s ON s.expert_id = o.expert_id AND s.skill_id = needed.skill_id AND s.verified AND s.removed_at IS NULL
         WHERE needed.product_id = t.product_id AND (
           (s.skill_id IS NULL AND ${isBinding('SKILL_MISSING')}) OR (s.level < needed.level AND ${isBinding('SKILL_LEVEL')}) OR (s.valid_until < o.ends_at AND ${isBinding('SKILL_EXPIRED')}))))
     ORDER BY o.starts_at, o.id LIMIT $1::int`,
    [limit]);

const local = (moment: string): string => `(${moment} AT TIME ZONE e.time_zone)`;

/** Shifts of these days on the expert's clock, those that touch being one: a night shift is whole. */
const localShifts = `
  SELECT range_agg(tsrange(day + make_interval(mins => shift.start_minute), day + make_interval(mins => shift.end_minute)))
  FROM generate_series(date_trunc('day', ${local('o.starts_at')}) - interval '1 day', ${local('o.ends_at')} + interval '1 day', interval '1 day') AS day
  JOIN roster_shift shift ON shift.expert_id = o.expert_id AND shift.weekday = extract(isodow FROM day)`;

/**
 * As `shiftIntervals` of dispatch has it: local time is asked of an instant, never the reverse, which has no answer or two where a clock is changed.
 * A visit during which that happens is looked at minute by minute.
 */
export const inShift = `CASE WHEN ${local('o.ends_at')} - ${local('o.starts_at')} = o.ends_at - o.starts_at
  THEN coalesce(tsrange(${local('o.starts_at')}, ${local('o.ends_at')}) <@ (${localShifts}), false)
  ELSE (SELECT bool_and(coalesce(${local('minute')} <@ (${localShifts}), false)) FROM generate_series(o.starts_at, o.ends_at - interval '1 minute', interval '1 minute') AS minute) END`;
