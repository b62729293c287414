import { addressIdOf, visitIdOf } from '../domain/ids.ts';
import { visitStatusOf, type Priority, type Ticket, type TicketStatus, type Visit, type VisitOutcome } from '../domain/ticket.ts';
import { inOrderOf, rowsWhere } from './batches.ts';
import type { Query, Rest } from './rest.ts';

export type TicketRow = {
  id: string; number: string; customer_id: string; ticket_type_id: string | null; product_name: string; description: string; priority: Priority; status: TicketStatus;
  attention_reason: string | null; assigned_expert_id: string | null; contract_id: string | null; line1: string; city: string; postcode: string; country: string;
  window_start: string | null; window_end: string | null; scheduled_start: string | null; scheduled_end: string | null; outcome: VisitOutcome | null;
  resolution: string | null; created_at: string;
};

const moment = (text: string | null): Date | null => (text === null ? null : new Date(text));

export const toTicket = (row: TicketRow): Ticket => ({
  id: row.id,
  number: row.number,
  status: row.status,
  priority: row.priority,
  description: row.description,
  createdAt: new Date(row.created_at),
  window: row.window_start !== null && row.window_end !== null ? { start: new Date(row.window_start), end: new Date(row.window_end) } : null,
  productId: row.ticket_type_id,
  customerId: row.customer_id,
  address: { id: addressIdOf(row.customer_id), line1: row.line1, line2: null, city: row.city, postcode: row.postcode, country: row.country },
  contractId: row.contract_id,
  expertId: row.assigned_expert_id,
  attentionReason: row.status === 'NEEDS_ATTENTION' ? (row.attention_reason ?? 'OTHER') : null,
  resolution: row.resolution,
  visit: toVisit(row),
});

function toVisit(row: TicketRow): Visit | null {
  const status = visitStatusOf(row.status);
  if (row.assigned_expert_id === null || status === null) return null;
  return {
    id: visitIdOf(row.id),
    ticketId: row.id,
    expertId: row.assigned_expert_id,
    status,
    scheduledStart: moment(row.scheduled_start),
    scheduledEnd: moment(row.scheduled_end),
    outcome: row.outcome,
    notes: row.resolution,
  };
}

export async function ticketsByIds(rest: Rest, ids: readonly string[]): Promise<(Ticket | null)[]> {
  return inOrderOf(ids, (await rowsWhere<TicketRow>(rest, 'ticket', 'ids', ids)).map(toTicket), ({ id }) => id);
}

export type TicketQuery = {
  statuses?: TicketStatus[]; priorities?: Priority[]; customerId?: string; expertId?: string; createdAfter?: Date; createdBefore?: Date;
  sort: '-created_at' | 'priority,created_at'; limit: number; offset: number;
};

/** Pages by offset, as the monolith does: a ticket made in between may be seen twice. */
export async function pageOfTickets(rest: Rest, wish: TicketQuery): Promise<{ tickets: Ticket[]; total: number }> {
  const query: Query = {
    status: wish.statuses?.join(','),
    priority: wish.priorities?.join(','),
    customer_id: wish.customerId,
    assigned_expert_id: wish.expertId,
    'created_at.gte': wish.createdAfter?.toISOString(),
    'created_at.lt': wish.createdBefore?.toISOString(),
    sort: wish.sort,
    limit: wish.limit + 1,
    offset: wish.offset,
  };
  const { rows, total } = await rest.list<TicketRow>('ticket', query);
  return { tickets: rows.map(toTicket), total };
}

/** Visits that overlap [from, to), by start, at most 500. */
export async function visitsOfExpert(rest: Rest, expertId: string, from: Date, to: Date): Promise<Visit[]> {
  const query = { assigned_expert_id: expertId, 'scheduled_start.lt': to.toISOString(), 'scheduled_end.gte': from.toISOString(), sort: 'scheduled_start', limit: 500 };
  const { rows } = await rest.list<TicketRow>('ticket', query);
  return rows.map(toVisit).filter((visit): visit is Visit => visit !== null && visit.scheduledEnd! > from);
}

/** Offered to this expert or booked, and those completed since. At most 500 of each. */
export async function ticketsInHandOf(rest: Rest, expertId: string, since: Date): Promise<Ticket[]> {
  const of = async (query: Query) => (await rest.list<TicketRow>('ticket', { assigned_expert_id: expertId, limit: 500, ...query })).rows;
  const found = await Promise.all([of({ status: 'OFFERED,ACCEPTED,EN_ROUTE,ON_SITE' }), of({ 'completed_at.gte': since.toISOString() })]);
  return found.flat().map(toTicket);
}

export async function ticketByNumber(rest: Rest, number: string): Promise<Ticket | null> {
  const { rows } = await rest.list<TicketRow>('ticket', { number, limit: 1 });
  return rows[0] ? toTicket(rows[0]) : null;
}

type NewTicket = { customerId: string; productId: string; description: string; priority: Priority; window: { start: Date; end: Date } | null; contractId: string | null; actorUserId: string };

/** Stored when this answers. Everything after it runs in the monolith's memory. @throws MonolithRefused */
export async function createTicket(rest: Rest, ticket: NewTicket): Promise<Ticket> {
  const { window } = ticket;
  const row = await rest.post<TicketRow>('tickets', {
    customer_id: ticket.customerId,
    ticket_type_id: ticket.productId,
    description: ticket.description,
    priority: ticket.priority,
    contract_id: ticket.contractId,
    actor_user_id: ticket.actorUserId,
    window_start: window?.start.toISOString() ?? null,
    window_end: window?.end.toISOString() ?? null,
  });
  return toTicket(row);
}

export type TicketChanges = { description?: string; priority?: Priority; window?: { start: Date; end: Date } | null; product?: { id: string; name: string } };

/** @throws MonolithRefused */
export async function changeTicket(rest: Rest, id: string, { description, priority, window, product }: TicketChanges): Promise<Ticket> {
  const columns = {
    ...(description !== undefined && { description }),
    ...(priority !== undefined && { priority }),
    ...(product && { ticket_type_id: product.id, product_name: product.name }),
    ...(window !== undefined && { window_start: window?.start.toISOString() ?? null, window_end: window?.end.toISOString() ?? null }),
  };
  return toTicket(await rest.patch<TicketRow>(`ticket/${encodeURIComponent(id)}`, columns));
}

export type TicketStep = 'cancel' | 'start' | 'arrive' | 'complete' | 'comment';

/** One step of a ticket's life, written in its history with its author. @throws MonolithRefused WRONG_STATUS */
export const takeStep = async (rest: Rest, id: string, step: TicketStep, body: { actor_user_id: string | null; note?: string | null; outcome?: VisitOutcome; visibility?: string }): Promise<Ticket> =>
  toTicket(await rest.post<TicketRow>(`tickets/${encodeURIComponent(id)}/${step}`, body));
