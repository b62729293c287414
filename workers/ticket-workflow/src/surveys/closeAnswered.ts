import { closeTicket } from '../../../../subgraphs/ticket/src/domain/closeTicket.ts';
import { record } from '../dispatch/record.ts';
import { lookUpAndDo } from '../inTransaction.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';
import { cursorAfter, readCursor, saveCursor } from './cursor.ts';

const query = `query AnsweredSurveys($after: String) {
  answeredSurveys(after: $after, first: 100) { edges { cursor node { ticketNumber rating } } pageInfo { hasNextPage endCursor } }
}`;
type Answered = { ticketNumber: string; rating: number | null };
type Answer = { answeredSurveys: { edges: { cursor: string; node: Answered }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } | null };

/** Cursors kept under the name before belonged to no list; what is read twice is closed once. */
const CURSOR = 'answered-surveys-2';

/** Closes the tickets whose customers have answered since the last time; true when there is another page. */
export async function closeAnswered(workflow: Workflow): Promise<boolean> {
  const after = await readCursor(workflow.sql, CURSOR);
  const { answeredSurveys } = await workflow.graph.request<Answer>(query, { after });
  if (!answeredSurveys || answeredSurveys.edges.length === 0) return false;
  for (const { node } of answeredSurveys.edges) await close(workflow, node);
  await saveCursor(workflow.sql, CURSOR, cursorAfter(answeredSurveys));
  return answeredSurveys.pageInfo.hasNextPage;
}

async function close(workflow: Workflow, { ticketNumber, rating }: Answered): Promise<void> {
  const [ticket] = await workflow.sql<{ id: string }>(`SELECT id FROM ticket WHERE number = $1 AND status = 'COMPLETED'`, [ticketNumber]);
  if (ticket) await lookUpAndDo(workflow, async () => closing(ticket.id, rating));
}

const closing = (ticketId: string, rating: number | null): TicketEffect => async (tx) => {
  const locked = await tx.lock(ticketId);
  if (locked) await record(tx, locked.ticket, closeTicket(locked.ticket, { rating }, locked.now));
};
