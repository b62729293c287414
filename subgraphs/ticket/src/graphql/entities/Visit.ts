import { seesVisit } from '../../domain/viewer.ts';
import type { VisitRow } from '../../storage/visitRow.ts';
import type { Context } from '../context.ts';
import { reference } from './reference.ts';

export const Visit = {
  async __resolveReference({ id }: { id: string }, { loaders }: Context) {
    const visit = await loaders.visit.load(id);
    const ticket = visit && (await loaders.ticket(visit.ticketId));
    return ticket && seesVisit(ticket.view, visit) ? visit : null;
  },
  noEntryFrom: (visit: VisitRow, _: unknown, { application }: Context) => application.queries.noEntryFrom(visit),
  expert: ({ expertId }: VisitRow) => reference(expertId),
  ticket: ({ ticketId }: VisitRow, _: unknown, { loaders }: Context) => loaders.ticket(ticketId),
};
