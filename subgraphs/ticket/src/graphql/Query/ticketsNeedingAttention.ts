import { requireRole } from '@sysops-squad/chassis/authorize';
import { readPage } from '@sysops-squad/chassis/connection';
import type { Context } from '../context.ts';
import type { PageArguments } from './tickets.ts';

export async function ticketsNeedingAttention(_: unknown, page: PageArguments, { caller, loaders, application }: Context) {
  requireRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN');
  return application.queries.ticketsNeedingAttention({ loaders, page: readPage(page) });
}
