import DataLoader from 'dataloader';
import { viewOf } from '../domain/viewer.ts';
import type { View, Viewer } from '../domain/viewer.ts';
import type { Database } from '../storage/prisma.ts';
import { ticketsOfferedTo } from '../storage/involvement.ts';
import * as rows from '../storage/readRows.ts';
import type { TicketRow } from '../storage/ticketRow.ts';

/** A ticket, and how much of it this viewer sees. */
export type SeenTicket = TicketRow & { view: View };

/** One SQL statement per type and request, however many keys. Made anew for every request. */
export function createLoaders(database: Database, viewer: Viewer) {
  const offered = loader((ids) => ticketsOfferedTo(database, viewer.expertId!, ids), (row) => row.ticketId);
  const ticketRow = loader((ids) => rows.ticketsByIds(database, ids), (row) => row.id);
  const seen = async (row: TicketRow): Promise<SeenTicket | null> => {
    const view = viewOf(viewer, row, viewer.expertId === null || viewer.staff ? null : ((await offered.load(row.id))?.involvement ?? null));
    return view && { ...row, view };
  };
  const all = { offered, ticketRow, offer: loader((ids) => rows.offersByIds(database, ids), (row) => row.id), visit: loader((ids) => rows.visitsByIds(database, ids), (row) => row.id), lastVisit: loader((ids) => rows.lastVisitsOf(database, ids), (row) => row.ticketId), windows: groupLoader((ids) => rows.windowsOf(database, ids), (row) => row.ticketId) };
  return {
    ...all,
    /** Null when there is none or the viewer may not see it. */
    async ticket(id: string): Promise<SeenTicket | null> {
      const row = await ticketRow.load(id);
      return row && seen(row);
    },
    seen,
    clear: () => Object.values(all).forEach((each) => each.clearAll()),
  };
}
export type Loaders = ReturnType<typeof createLoaders>;

function loader<Row>(load: (ids: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const found = new Map((await load(ids)).map((row) => [keyOf(row), row]));
    return ids.map((id) => found.get(id) ?? null);
  });
}

function groupLoader<Row>(load: (ids: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const found = Map.groupBy(await load(ids), keyOf);
    return ids.map((id) => found.get(id) ?? []);
  });
}
