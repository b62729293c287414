import { requireRole } from '@sysops-squad/chassis/authorize';
import type { UsersArguments } from '../../queries/users.ts';
import type { Context } from '../context.ts';

export async function users(_: unknown, page: UsersArguments, { application, caller }: Context) {
  requireRole(caller, 'ADMIN');
  return application.users(page);
}
