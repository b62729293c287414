import { hasRole } from '@sysops-squad/chassis/authorize';
import { readPage } from '@sysops-squad/chassis/connection';
import type { TicketFilter } from '../../storage/findTickets.ts';
import type { PageArguments } from '../Query/tickets.ts';
import type { Context } from '../context.ts';

export const Customer = {
  __resolveReference: async ({ id }: { id: string }) => ({ id }),
  async tickets({ id }: { id: string }, { filter, ...page }: PageArguments & { filter?: TicketFilter | null }, { caller, viewer, loaders, application }: Context) {
    const own = hasRole(caller, 'CUSTOMER') && caller.customerId === id;
    if (!own && !viewer.staff) return null;
    return application.queries.tickets({ viewer, loaders, filter: { ...filter, customerId: id }, page: readPage(page) });
  },
};
