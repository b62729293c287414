import type { Comment, HistoryEntry, TicketStatus } from '../domain/ticket.ts';
import { groupedInOrderOf, rowsWhere } from './batches.ts';
import type { Rest } from './rest.ts';

type HistoryRow = {
  id: string; ticket_id: string; at: string; actor_user_id: string | null; from_status: TicketStatus | null; to_status: TicketStatus; note: string | null;
  visibility: 'PUBLIC' | 'INTERNAL';
};
type OffsetPage = { limit: number; offset: number };

/** The monolith numbers comments and transitions together: transitions are numbered anew, so that they have no gap. */
export async function pageOfHistory(rest: Rest, ticketId: string, { limit, offset }: OffsetPage): Promise<HistoryEntry[]> {
  const { rows } = await rest.list<HistoryRow>('ticket_history', { ticket_id: ticketId, kind: 'TRANSITION', sort: 'sequence', limit: limit + 1, offset });
  return rows.map((row, n) => ({
    id: row.id,
    sequence: offset + n + 1,
    at: new Date(row.at),
    actorUserId: row.actor_user_id,
    fromStatus: row.from_status,
    toStatus: row.to_status,
    reason: row.note,
  }));
}

const toComment = (row: HistoryRow): Comment => ({ id: row.id, authorUserId: row.actor_user_id, body: row.note ?? '', visibility: row.visibility, createdAt: new Date(row.at) });

/** Newest first. */
export async function pageOfComments(rest: Rest, ticketId: string, publicOnly: boolean, { limit, offset }: OffsetPage): Promise<Comment[]> {
  const visibility = publicOnly ? 'PUBLIC' : undefined;
  const { rows } = await rest.list<HistoryRow>('ticket_history', { ticket_id: ticketId, kind: 'COMMENT', visibility, sort: '-sequence', limit: limit + 1, offset });
  return rows.map(toComment);
}

export type AttentionEntry = { ticketId: string; since: Date; summary: string | null };

/** When each ticket last came to need a person, and why. */
export async function attentionOfTickets(rest: Rest, ticketIds: readonly string[]): Promise<(AttentionEntry | null)[]> {
  const rows = await rowsWhere<HistoryRow>(rest, 'ticket_history', 'ticket_id', ticketIds, { kind: 'TRANSITION', to_status: 'NEEDS_ATTENTION', sort: '-sequence' });
  const entries = rows.map((row) => ({ ticketId: row.ticket_id, since: new Date(row.at), summary: row.note }));
  return groupedInOrderOf(ticketIds, entries, ({ ticketId }) => ticketId).map((group) => group[0] ?? null);
}
