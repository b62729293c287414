import { readPage } from '@sysops-squad/chassis/connection';
import type { Context } from '../context.ts';
import type { PageArguments } from './tickets.ts';

export async function ticketsNeedingAttention(_: unknown, page: PageArguments, { loaders, application }: Context) {
  return application.queries.ticketsNeedingAttention({ loaders, page: readPage(page) });
}
