import type { RunSql, Violation } from './violation.ts';

/** What must have been told, by the events themselves: template, recipient, how often. */
const expectedSql = `
  SELECT t.number, x.template, x.recipient, count(*)::int AS times FROM (
    SELECT o.ticket_id, 'OFFER_RECEIVED' AS template, o.expert_id AS recipient FROM offer o WHERE o.created_at >= $1 AND EXISTS (
      SELECT 1 FROM ticket_event e WHERE e.ticket_id = o.ticket_id AND e.type = 'OFFER_PLACED' AND e.payload -> 'offer' ->> 'id' = o.id)
    UNION ALL SELECT e.ticket_id, 'OFFER_WITHDRAWN', o.expert_id FROM ticket_event e JOIN offer o ON o.id = e.payload ->> 'offerId' WHERE e.type = 'OFFER_EXPIRED' AND e.occurred_at >= $1
    UNION ALL SELECT e.ticket_id, 'TICKET_ACCEPTED', c.customer_id FROM ticket_event e JOIN ticket c ON c.id = e.ticket_id WHERE e.type IN ('OFFER_ACCEPTED', 'TICKET_ASSIGNED') AND e.occurred_at >= $1
    UNION ALL SELECT m.aggregate_id, 'TICKET_UPDATED', m.payload ->> 'recipientId' FROM outbox m WHERE m.type = 'deliver_notification' AND m.payload ->> 'template' = 'TICKET_UPDATED' AND m.created_at >= $1
    UNION ALL SELECT e.ticket_id, 'TICKET_CANCELLED', c.customer_id FROM ticket_event e JOIN ticket c ON c.id = e.ticket_id WHERE e.type = 'TICKET_CANCELLED' AND e.occurred_at >= $1
    UNION ALL SELECT e.ticket_id, 'REPLACEMENT_SOUGHT', c.customer_id FROM ticket_event e JOIN ticket c ON c.id = e.ticket_id WHERE e.occurred_at >= $1
      AND (e.type = 'EXPERT_CANNOT_ARRIVE' OR (e.type = 'OFFER_WITHDRAWN' AND e.payload -> 'brokenRules' <> '[]' AND EXISTS (SELECT 1 FROM ticket_event a
        WHERE a.ticket_id = e.ticket_id AND a.version < e.version AND a.type IN ('OFFER_ACCEPTED', 'TICKET_ASSIGNED') AND coalesce(a.payload ->> 'offerId', a.payload -> 'offer' ->> 'id') = e.payload ->> 'offerId')))
    UNION ALL SELECT e.ticket_id, 'EXPERT_ON_THE_WAY', c.customer_id FROM ticket_event e JOIN ticket c ON c.id = e.ticket_id WHERE e.type = 'VISIT_STARTED' AND e.occurred_at >= $1
    UNION ALL SELECT e.ticket_id, CASE e.payload ->> 'outcome' WHEN 'FIXED' THEN 'SURVEY_INVITATION' WHEN 'NO_ENTRY' THEN 'NOBODY_AT_HOME' ELSE 'FOLLOW_UP_PLANNED' END, c.customer_id
      FROM ticket_event e JOIN ticket c ON c.id = e.ticket_id WHERE e.type = 'VISIT_COMPLETED' AND e.occurred_at >= $1
  ) x JOIN ticket t ON t.id = x.ticket_id GROUP BY 1, 2, 3`;

/** Changes are gathered: each is to be in exactly one message, by the ticket's version. What of that one becomes is counted as for all others. */
const gatheredSql = `
  SELECT t.number, 'TICKET_UPDATED' AS template, t.customer_id AS recipient, c.version, coalesce(told.times, 0)::int AS times FROM ticket_event c JOIN ticket t ON t.id = c.ticket_id
  LEFT JOIN LATERAL (SELECT count(*) AS times FROM outbox m WHERE m.aggregate_id = c.ticket_id AND m.type = 'deliver_notification'
    AND m.payload ->> 'template' = 'TICKET_UPDATED' AND (m.payload -> 'versions') @> to_jsonb(c.version)) told ON true
  WHERE c.type = 'TICKET_UPDATED' AND c.occurred_at >= $1 AND coalesce(told.times, 0) <> 1`;

const toldSql = `
  SELECT substring(subject FROM 'SYS-[0-9]+') AS number, template, recipient_id AS recipient, count(*)::int AS times, count(*) FILTER (WHERE status <> 'SENT')::int AS unsent
  FROM customer_notification WHERE created_at >= $1 GROUP BY 1, 2, 3`;

type Told = { number: string; template: string; recipient: string; times: number; unsent?: number };
const keyOf = ({ number, template, recipient }: Told): string => `${number} ${template} ${recipient}`;

/** These follow from more than one kind of event: how often is not derived here, only that it was not more often than there were causes. */
const severalCauses = new Set(['OFFER_WITHDRAWN', 'VISIT_CHANGED', 'VISIT_CANCELLED', 'VISIT_ASSIGNED', 'VISIT_WITHDRAWN', 'DELAYED']);

/** Nobody is told twice of one event, and nobody is left untold: the ledger against the events. */
export async function checkNotifications(ticket: RunSql, monolith: RunSql, since: Date): Promise<Violation[]> {
  const expected = new Map((await ticket<Told>(expectedSql, [since])).map((row) => [keyOf(row), row]));
  const told = new Map((await monolith<Told>(toldSql, [since])).map((row) => [keyOf(row), row]));
  return [
    ...[...told.values()].flatMap((row) => tooOften(row, expected.get(keyOf(row))?.times ?? 0)),
    ...[...expected.values()].flatMap((row) => tooSeldom(row, told.get(keyOf(row))?.times ?? 0)),
    ...[...told.values()].flatMap(unsent),
    ...(await ticket<Told & { version: number }>(gatheredSql, [since])).map(gatheredBadly),
    ...(await ledgerAgainstMessages(ticket, monolith, since)),
  ];
}

function tooOften(row: Told, causes: number): Violation[] {
  if (severalCauses.has(row.template) || row.times <= causes) return [];
  return [{ promise: 7, measure: 'duplicateNotifications', subject: keyOf(row), detail: `told ${row.times} times, ${causes} events` }];
}

function tooSeldom(row: Told, times: number): Violation[] {
  return times < row.times ? [{ promise: 7, measure: 'untold', subject: keyOf(row), detail: `${row.times} events, told ${times} times` }] : [];
}

const gatheredBadly = (row: Told & { version: number }): Violation =>
  ({ promise: 7, measure: row.times === 0 ? 'untold' : 'duplicateNotifications', subject: `${keyOf(row)} of version ${row.version}`, detail: `in ${row.times} messages` });

const unsent = (row: Told): Violation[] =>
  row.unsent ? [{ promise: 7, measure: 'untold', subject: keyOf(row), detail: `${row.unsent} lines of the ledger never became SENT` }] : [];

/** Every line of the ledger has a message of the outbox as its cause, and every message that was handled has its line. */
async function ledgerAgainstMessages(ticket: RunSql, monolith: RunSql, since: Date): Promise<Violation[]> {
  const messages = await ticket<{ id: string; handled: boolean }>(`SELECT id, acked_at IS NOT NULL AS handled FROM outbox WHERE type = 'deliver_notification' AND created_at >= $1`, [since]);
  const lines = await monolith<{ key: string | null }>('SELECT idempotency_key AS key FROM customer_notification WHERE created_at >= $1', [since]);
  const asked = new Set(messages.map(({ id }) => id));
  const written = new Set(lines.map(({ key }) => key));
  const strange = lines.filter(({ key }) => !key || !asked.has(key));
  const missing = messages.filter(({ id, handled }) => handled && !written.has(id));
  return [
    ...strange.map(({ key }): Violation => ({ promise: 7, measure: 'duplicateNotifications', subject: key ?? 'without a key', detail: 'a line of the ledger that no message asked for' })),
    ...missing.map(({ id }): Violation => ({ promise: 7, measure: 'untold', subject: id, detail: 'handled, and not in the ledger' })),
  ];
}
