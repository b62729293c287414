/** What is read of the monolith, as temporary tables of the same name in the ticket database. Ordered and paged by `id`. */
export type Source = { name: string; columns: Record<string, string>; select: string };

const ms = (column: string) => `date_trunc('milliseconds', ${column}) AS ${column.replace(/^\w+\./, '')}`;

export const sources: readonly Source[] = [
  {
    name: 'm_location',
    columns: { id: 'text', name: 'text', lat: 'float8', lng: 'float8', postcode_prefixes: 'text[]' },
    select: 'SELECT id, name, center_lat AS lat, center_lng AS lng, postcode_prefixes FROM location',
  },
  {
    name: 'm_expert',
    columns: { id: 'text', name: 'text', active: 'bool', home_lat: 'float8', home_lng: 'float8', time_zone: 'text', location_id: 'text', secondary_location_ids: 'text[]', shifts: 'jsonb', time_off: 'jsonb' },
    select: `SELECT e.id, p.name, e.active, e.home_lat, e.home_lng, e.time_zone, e.location_id, e.secondary_location_ids, e.shifts, e.time_off
      FROM expert_profile e JOIN profile p ON p.id = e.profile_id`,
  },
  {
    name: 'm_expertise',
    columns: { id: 'text', expert_id: 'text', skill_id: 'text', level: 'int', valid_until: 'timestamptz', verified: 'bool' },
    select: `SELECT id, expert_profile_id AS expert_id, skill_id, level, ${ms('valid_until')}, verified FROM expertise`,
  },
  {
    name: 'm_type',
    columns: { id: 'text', name: 'text', category: 'text', visit_minutes: 'int', remarks: 'text', active: 'bool' },
    select: 'SELECT id, name, category, visit_minutes, remarks, active FROM ticket_type',
  },
  {
    name: 'm_ticket',
    columns: {
      id: 'text', number: 'text', customer_id: 'text', product_id: 'text', product_name: 'text', description: 'text', priority: 'text', status: 'text',
      attention_reason: 'text', expert_id: 'text', contract_id: 'text', postcode: 'text', window_start: 'timestamptz', window_end: 'timestamptz',
      scheduled_start: 'timestamptz', scheduled_end: 'timestamptz', outcome: 'text', resolution: 'text', created_at: 'timestamptz', assigned_at: 'timestamptz',
      started_at: 'timestamptz', arrived_at: 'timestamptz', completed_at: 'timestamptz', closed_at: 'timestamptz', rating: 'int',
    },
    // The survey names its ticket only in its subject line.
    select: `SELECT id, number, customer_id, ticket_type_id AS product_id, product_name, description, priority, status, attention_reason,
      assigned_expert_id AS expert_id, contract_id, postcode, ${['window_start', 'window_end', 'scheduled_start', 'scheduled_end'].map(ms).join(', ')}, outcome, resolution,
      ${['created_at', 'assigned_at', 'started_at', 'arrived_at', 'completed_at', 'closed_at'].map(ms).join(', ')}, answered.rating
      FROM ticket LEFT JOIN (
        SELECT s.subject, round(avg(r.rating))::int AS rating FROM customer_survey s JOIN customer_survey_question q ON q.customer_survey_id = s.id
        JOIN customer_survey_response r ON r.customer_survey_question_id = q.id WHERE s.status = 'ANSWERED' AND r.rating IS NOT NULL GROUP BY s.subject
      ) AS answered ON answered.subject = 'Ticket ' || ticket.number`,
  },
  {
    name: 'm_history',
    columns: {
      id: 'text', ticket_id: 'text', sequence: 'int', kind: 'text', visibility: 'text', at: 'timestamptz', actor_kind: 'text', actor_id: 'text', to_status: 'text', note: 'text',
    },
    // A person is known to a ticket by its id in its own context: customers and experts by those, staff by their account.
    select: `SELECT h.id, h.ticket_id, h.sequence, h.kind, h.visibility, date_trunc('milliseconds', h.at) AS at, coalesce(u.role, 'SYSTEM') AS actor_kind,
      CASE WHEN u.id IS NULL THEN 'monolith' ELSE coalesce(u.customer_id, e.id, u.id) END AS actor_id, h.to_status, h.note
      FROM ticket_history h LEFT JOIN sysops_user u ON u.id = h.actor_user_id
      LEFT JOIN profile p ON p.user_id = u.id LEFT JOIN expert_profile e ON e.profile_id = p.id`,
  },
  {
    name: 'm_article',
    columns: { id: 'text', title: 'text', ticket_id: 'text', created_at: 'timestamptz' },
    select: `SELECT a.id, a.title, coalesce(a.ticket_id, h.ticket_id) AS ticket_id, date_trunc('milliseconds', a.created_at) AS created_at
      FROM article a LEFT JOIN ticket_history h ON h.id = a.ticket_history_id WHERE coalesce(a.ticket_id, h.ticket_id) IS NOT NULL`,
  },
];
