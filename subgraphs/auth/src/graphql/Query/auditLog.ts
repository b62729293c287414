import { requireRole } from '@sysops-squad/chassis/authorize';
import type { Context } from '../context.ts';

export async function auditLog(_: unknown, page: { first: number; after?: string | null }, { application, caller }: Context) {
  requireRole(caller, 'ADMIN');
  return application.auditLog(page);
}
