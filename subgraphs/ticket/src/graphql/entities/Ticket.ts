import { readPage } from '@sysops-squad/chassis/connection';
import { isBreached } from '../../domain/recordSlaBreach.ts';
import type { Status } from '../../domain/status.ts';
import { attentionSeen, seesAddress, seesCustomer, seesExpert, seesVisit } from '../../domain/viewer.ts';
import type { SeenTicket } from '../../queries/loaders.ts';
import type { PageArguments } from '../Query/tickets.ts';
import type { Context } from '../context.ts';
import { reference } from './reference.ts';

export const Ticket = {
  // Async on purpose: what throws at once would fail all entities of the fetch.
  __resolveReference: async ({ id }: { id: string }, { loaders }: Context) => loaders.ticket(id),
  version: ({ editVersion }: SeenTicket) => editVersion,
  windows: async ({ id }: SeenTicket, _: unknown, { loaders }: Context) =>
    (await loaders.windows.load(id)).map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
  product: ({ productId }: SeenTicket) => reference(productId),
  customer: ({ view, customerId }: SeenTicket) => (seesCustomer(view) ? reference(customerId) : null),
  address: ({ view, addressId, addressCheckedAt }: SeenTicket) =>
    (seesAddress(view, addressCheckedAt) ? reference(addressId) : null),
  contract: ({ contractId }: SeenTicket) => reference(contractId),
  expert: ({ view, status, expertId }: SeenTicket) => (seesExpert(view, status as Status) ? reference(expertId) : null),
  async visit({ id, view }: SeenTicket, _: unknown, { loaders }: Context) {
    const visit = await loaders.lastVisit.load(id);
    return visit && seesVisit(view, visit) ? visit : null;
  },
  attention: ({ view, attentionReason: reason, attentionSummary: summary, attentionSince: since }: SeenTicket) =>
    (reason === null ? null : attentionSeen(view, { reason, summary: summary!, since: since! })),
  sla: (ticket: SeenTicket, _: unknown, { application }: Context) => ({
    respondBy: ticket.respondBy, arriveBy: ticket.arriveBy, pausedAt: ticket.slaPausedAt, breached: isBreached({ ...ticket, status: ticket.status as Status }, application.clock()),
  }),
  possibleDuplicateOf: ({ possibleDuplicateOf }: SeenTicket, _: unknown, { loaders }: Context) => (possibleDuplicateOf === null ? null : loaders.ticket(possibleDuplicateOf)),
  history: async (ticket: SeenTicket, page: PageArguments, { application }: Context) => application.queries.ticketHistory(ticket, readPage(page)),
  comments: async (ticket: SeenTicket, page: PageArguments, { application }: Context) => application.queries.ticketComments(ticket, readPage(page)),
  dispatchAttempts: async ({ id }: SeenTicket, page: PageArguments, { application }: Context) => application.queries.dispatchAttempts(id, readPage(page)),
};

export const TicketHistoryEntry = {
  actor: ({ actorKind, actorId }: { actorKind: string; actorId: string | null }) => ({ kind: actorKind, id: actorId }),
  changes: ({ changes }: { changes: unknown }) => changes ?? [],
};

export const Comment = {
  author: ({ authorKind, authorId }: { authorKind: string; authorId: string | null }) => ({ kind: authorKind, id: authorId }),
};

type Named = { expertId: string };
const expertOf = { expert: ({ expertId }: Named) => reference(expertId) };
export const ChosenExpert = expertOf;
export const RejectedExpert = expertOf;
export const ExpertReportRow = expertOf;
