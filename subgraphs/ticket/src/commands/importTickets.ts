import { invalid } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { importTicket } from '../domain/importTicket.ts';
import type { ImportedTicket, ImportTicketRow } from '../domain/importTicket.ts';
import { checkText } from '../domain/input.ts';
import type { Actor } from '../domain/ticket.ts';
import { findImported, insertImported } from '../storage/insertImported.ts';
import { loadServicePolicy } from '../storage/loadServicePolicy.ts';
import type { Parts } from './parts.ts';

export type ImportResult = { externalId: string; outcome: 'CREATED' | 'EXISTED' | 'REFUSED'; ticketId: string | null; reason: string | null };
type Input = { source: string; rows: readonly ImportTicketRow[] };

/** Silent: nobody is told, and nothing else in the system hears of it. The same row again changes nothing. */
export const importTickets = (parts: Parts) => async (actor: Actor, { source, rows }: Input): Promise<{ results: ImportResult[] } | Refusal> => {
  const wrong = checkText(source, 'source', 1, 100) ?? (rows.length < 1 || rows.length > 100 ? invalid('1 to 100 rows at a time.', 'rows') : null);
  if (wrong) return wrong;
  const now = parts.clock();
  const policy = await loadServicePolicy(parts.database, now);
  const read = rows.map((row) => importTicket(parts.newId('tic'), row, now, policy));
  const wanted = read.filter((ticket): ticket is ImportedTicket => 'row' in ticket);
  const created = await parts.storage.transact(({ sql }) => insertImported(sql, source, firstOfEach(wanted), actor));
  const ids = await findImported(parts.database, source, wanted.map(({ row }) => row.externalId));
  return { results: rows.map((row, n) => resultOf(row.externalId, read[n]!, ids, created)) };
};

function resultOf(externalId: string, read: ImportedTicket | { refused: string }, ids: Map<string, string>, created: Set<string>): ImportResult {
  if ('refused' in read) return { externalId, outcome: 'REFUSED', ticketId: null, reason: read.refused };
  return { externalId, outcome: created.has(read.id) ? 'CREATED' : 'EXISTED', ticketId: ids.get(externalId) ?? null, reason: null };
}

const firstOfEach = (tickets: readonly ImportedTicket[]): ImportedTicket[] => [...new Map(tickets.toReversed().map((ticket) => [ticket.row.externalId, ticket])).values()];
