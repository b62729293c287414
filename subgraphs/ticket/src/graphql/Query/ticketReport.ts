import { requireRole } from '@sysops-squad/chassis/authorize';
import type { Context } from '../context.ts';

export async function ticketReport(_: unknown, range: { from: Date; to: Date }, { caller, application }: Context) {
  requireRole(caller, 'MANAGER', 'ADMIN');
  return application.queries.ticketReport(range);
}
