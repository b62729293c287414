import type { Request } from 'express';
import type { Pool } from '../database.ts';
import { plans } from '../plans.ts';
import { badInput } from '../refusal.ts';
import { filterParameter } from '../rest/columnValue.ts';
import { paging } from '../rest/paging.ts';

type Query = Request['query'];
const MOST_DAYS = 400;

function interval(query: Query): [from: string, to: string] {
  const [from, to] = ['from', 'to'].map((field) => String(filterParameter(field, 'timestamptz', typeof query[field] === 'string' ? query[field] : '')));
  const days = (Date.parse(to!) - Date.parse(from!)) / 86_400_000;
  if (!(days > 0 && days <= MOST_DAYS)) throw badInput('to', `to must lie after from, by at most ${MOST_DAYS} days.`);
  return [from!, to!];
}

const targets = `(VALUES ${plans.map((plan) => `('${plan.code}', ${plan.response_target_minutes})`).join(', ')}) AS target (plan_code, minutes)`;
const inRange = (column: string) => `${column} >= $1 AND ${column} < $2`;
const minutes = (from: string, to: string) => `extract(epoch FROM ${to} - ${from}) / 60`;

const TICKETS = `
  SELECT count(*) FILTER (WHERE ${inRange('created_at')})::int AS opened,
    count(*) FILTER (WHERE ${inRange('closed_at')})::int AS closed,
    (SELECT count(*)::int FROM ticket_history h WHERE h.kind = 'TRANSITION' AND h.to_status = 'CANCELLED' AND ${inRange('h.at')}) AS cancelled,
    count(*) FILTER (WHERE open)::int AS backlog,
    floor(max(${minutes('created_at', 'least($2, now())')}) FILTER (WHERE open AND (assigned_at IS NULL OR assigned_at >= $2)))::int AS oldest_unassigned_minutes,
    avg((${minutes('created_at', 'arrived_at')} <= coalesce(target.minutes, 4320))::int) FILTER (WHERE ${inRange('arrived_at')})::float AS sla_met_ratio,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ${minutes('created_at', 'assigned_at')}) FILTER (WHERE ${inRange('assigned_at')}))::int AS median_minutes_to_assign,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ${minutes('created_at', 'arrived_at')}) FILTER (WHERE ${inRange('arrived_at')}))::int AS median_minutes_to_arrive
  FROM (SELECT t.*, c.plan_code, t.created_at < $2 AND (t.completed_at IS NULL OR t.completed_at >= $2) AND NOT EXISTS
          (SELECT FROM ticket_history h WHERE h.ticket_id = t.id AND h.to_status = 'CANCELLED' AND h.at < $2) AS open
          FROM ticket t LEFT JOIN contract c ON c.id = t.contract_id) t
  LEFT JOIN ${targets} USING (plan_code)`;

// A survey knows its ticket only by the words of its subject, so ratings are matched by those words.
const EXPERTS = `
  SELECT e.id AS expert_profile_id, p.name, count(t.id)::int AS visits,
    avg((t.outcome = 'FIXED')::int)::float AS first_time_fix_ratio,
    (SELECT count(*)::int FROM ticket_history h WHERE h.from_status = 'OFFERED' AND h.to_status = 'AWAITING_DISPATCH' AND h.actor_user_id = p.user_id AND ${inRange('h.at')}) AS refusals,
    least(1, sum(${minutes('t.arrived_at', 't.completed_at')}) / nullif(${minutes('$1::timestamptz', '$2::timestamptz')} / 10080 *
      (SELECT sum(${minutes(`(s->>'start')::interval`, `(s->>'end')::interval`)}) FROM jsonb_array_elements(e.shifts) s), 0))::float AS utilisation_ratio,
    (SELECT avg(r.rating)::float FROM ticket o JOIN customer_survey s ON s.subject = 'Ticket ' || o.number JOIN customer_survey_question q ON q.customer_survey_id = s.id
       JOIN customer_survey_response r ON r.customer_survey_question_id = q.id WHERE o.assigned_expert_id = e.id AND ${inRange('s.answered_at')}) AS average_rating
  FROM expert_profile e JOIN profile p ON p.id = e.profile_id LEFT JOIN ticket t ON t.assigned_expert_id = e.id AND ${inRange('t.completed_at')}
  GROUP BY e.id, p.id ORDER BY visits DESC, e.id LIMIT $3 OFFSET $4`;

const MONEY = `
  SELECT 'EUR' AS currency,
    (SELECT coalesce(sum(monthly_price_cents), 0)::bigint FROM contract WHERE starts_at < $2 AND (ends_at IS NULL OR ends_at > $2) AND $1::timestamptz IS NOT NULL)
      AS monthly_recurring_revenue_cents,
    (SELECT coalesce(sum(amount_cents), 0)::bigint FROM billing WHERE status <> 'VOID' AND ${inRange('issued_at')}) AS invoiced_cents,
    (SELECT coalesce(sum(amount_cents), 0)::bigint FROM payment WHERE status = 'SUCCEEDED' AND ${inRange('paid_at')}) AS paid_cents,
    (SELECT coalesce(sum(amount_cents), 0)::bigint FROM billing WHERE status = 'OPEN' AND ${inRange('issued_at')}) AS outstanding_cents`;

/** Figures of [from, to), read from the tables at the moment of asking. */
export function reports(pool: Pool) {
  const one = async (sql: string, query: Query) => (await pool.query<Record<string, unknown>>(sql, interval(query))).rows[0]!;
  return {
    tickets: (query: Query) => one(TICKETS, query),
    financial: (query: Query) => one(MONEY, query),
    experts: async (query: Query) => {
      const { limit, offset } = paging(query, 500);
      const { rows } = await pool.query(EXPERTS, [...interval(query), limit, offset]);
      const total = await pool.query<{ n: number }>('SELECT count(*) AS n FROM expert_profile');
      return { rows, total: total.rows[0]!.n };
    },
  };
}
