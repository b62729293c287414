import type { Context } from '../context.ts';

export async function auditLog(_: unknown, page: { first: number; after?: string | null }, { application }: Context) {
  return application.auditLog(page);
}
