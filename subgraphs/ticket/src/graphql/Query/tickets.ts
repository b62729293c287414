import { readPage } from '@sysops-squad/chassis/connection';
import type { TicketFilter } from '../../storage/findTickets.ts';
import type { Context } from '../context.ts';

export type PageArguments = { first: number; after?: string | null };

export async function tickets(_: unknown, { filter, ...page }: PageArguments & { filter?: TicketFilter | null }, context: Context) {
  const { viewer, loaders, application } = context;
  return application.queries.tickets({ viewer, loaders, filter: filter ?? {}, page: readPage(page) });
}
