import type { RevokedSessions } from '../../queries/revokedSessions.ts';
import type { Context } from '../context.ts';

export async function revokedSessions(_: unknown, { after = null }: { after?: string | null }, { application }: Context): Promise<RevokedSessions> {
  return application.revokedSessions(after);
}
