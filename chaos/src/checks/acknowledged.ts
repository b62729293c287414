import type { RunSql, Violation } from './violation.ts';

/** A ticket that a client was told it has. */
export type Acknowledged = { ticketId: string; number: string; key: string };
/** A change of state that a client was told has happened. */
export type AcknowledgedMove = { ticketId: string; to: string; actorId: string };

type Row = { subject: string; detail: string };

export async function checkAcknowledged(run: RunSql, tickets: readonly Acknowledged[], moves: readonly AcknowledgedMove[], cancelled: readonly string[]): Promise<Violation[]> {
  return [...(await lostTickets(run, tickets)), ...(await lostMoves(run, moves)), ...(await lostCancellations(run, cancelled)), ...ambiguous(tickets)];
}

async function lostTickets(run: RunSql, tickets: readonly Acknowledged[]): Promise<Violation[]> {
  const rows = await run<Row>(
    `SELECT told.id AS subject, CASE WHEN t.id IS NULL THEN 'is not there' ELSE format('has number %s and key %s', t.number, t.idempotency_key) END AS detail
     FROM unnest($1::text[], $2::text[], $3::text[]) AS told (id, number, key) LEFT JOIN ticket t ON t.id = told.id
     WHERE t.id IS NULL OR t.number <> told.number OR t.idempotency_key <> told.key`,
    [tickets.map(({ ticketId }) => ticketId), tickets.map(({ number }) => number), tickets.map(({ key }) => key)],
  );
  return rows.map((row) => ({ promise: 1, measure: 'lost', subject: row.subject, detail: `an acknowledged ticket ${row.detail}` }));
}

async function lostMoves(run: RunSql, moves: readonly AcknowledgedMove[]): Promise<Violation[]> {
  const rows = await run<Row>(
    `SELECT told.id AS subject, format('%s by %s', told.state, told.actor) AS detail
     FROM unnest($1::text[], $2::text[], $3::text[]) AS told (id, state, actor)
     WHERE NOT EXISTS (SELECT 1 FROM ticket_history h WHERE h.ticket_id = told.id AND h.to_status = told.state AND h.actor_id = told.actor)`,
    [moves.map(({ ticketId }) => ticketId), moves.map(({ to }) => to), moves.map(({ actorId }) => actorId)],
  );
  return rows.map((row) => ({ promise: 1, measure: 'lost', subject: row.subject, detail: `an acknowledged change is not in the history: ${row.detail}` }));
}

/** A cancelled ticket stays cancelled. */
async function lostCancellations(run: RunSql, cancelled: readonly string[]): Promise<Violation[]> {
  const rows = await run<Row>(
    `SELECT told.id AS subject, coalesce(t.status, 'not there') AS detail FROM unnest($1::text[]) AS told (id) LEFT JOIN ticket t ON t.id = told.id
     WHERE t.status IS DISTINCT FROM 'CANCELLED'`, [cancelled]);
  return rows.map((row) => ({ promise: 1, measure: 'lost', subject: row.subject, detail: `cancelled, as was acknowledged, and now ${row.detail}` }));
}

/** One key, answered with two different tickets. */
function ambiguous(tickets: readonly Acknowledged[]): Violation[] {
  const byKey = Map.groupBy(tickets, ({ key }) => key);
  return [...byKey].flatMap(([key, answers]): Violation[] => {
    const ids = new Set(answers.map(({ ticketId }) => ticketId));
    return ids.size > 1 ? [{ promise: 6, measure: 'twice', subject: key, detail: `one key was answered with ${[...ids].join(', ')}` }] : [];
  });
}
