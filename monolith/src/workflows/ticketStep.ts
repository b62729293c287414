import type { PoolClient } from 'pg';
import { newId } from '../ids.ts';
import { notFound } from '../refusal.ts';
import { selectList } from '../tables.ts';

export type Ticket = {
  id: string; number: string; status: string; customer_id: string; postcode: string; product_name: string; assigned_expert_id: string | null; version: number;
};
export type Entry = { kind?: 'TRANSITION' | 'COMMENT'; visibility?: string; actor_user_id?: string | null; to: string; note?: string | null };

export async function lockTicket(client: PoolClient, id: string): Promise<Ticket> {
  const { rows } = await client.query<Ticket>(`SELECT ${selectList('ticket')} FROM ticket WHERE id = $1 FOR UPDATE`, [id]);
  return rows[0] ?? Promise.reject(notFound('ticket'));
}

/** Changes the locked ticket and writes the next line of its history. */
export async function step(client: PoolClient, ticket: Ticket, changes: Record<string, unknown>, entry: Entry): Promise<Ticket> {
  const names = Object.keys(changes);
  const assignments = names.map((name, n) => `, ${name} = $${n + 2}`).join('');
  const { rows } = await client.query<Ticket>(
    `UPDATE ticket SET version = version + 1${assignments} WHERE id = $1 RETURNING ${selectList('ticket')}`,
    [ticket.id, ...Object.values(changes)],
  );
  await writeHistory(client, ticket.id, ticket.status, entry);
  return rows[0]!;
}

export async function writeHistory(client: PoolClient, ticketId: string, from: string | null, entry: Entry): Promise<void> {
  await client.query(
    `INSERT INTO ticket_history (id, ticket_id, sequence, kind, visibility, actor_user_id, from_status, to_status, note)
     SELECT $1, $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, $6, $7, $8 FROM ticket_history WHERE ticket_id = $2`,
    [newId('hst'), ticketId, entry.kind ?? 'TRANSITION', entry.visibility ?? 'PUBLIC', entry.actor_user_id ?? null, from, entry.to, entry.note ?? null],
  );
}
