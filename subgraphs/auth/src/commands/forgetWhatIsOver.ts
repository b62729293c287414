import { throttlePolicies } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import { deleteRevokedSessions } from '../storage/revokedSessions.ts';
import { deleteSessionsExpiredBefore } from '../storage/sessions.ts';
import { deleteFailuresBefore } from '../storage/throttle.ts';

const revokedAreKeptSeconds = 3_600;

/**
 * Sessions go when their last token has expired, failures when they count no more, ends of sessions when every token that was issued
 * before has expired. The audit stays.
 */
export function forgetWhatIsOver({ database, now }: Pick<Parts, 'database' | 'now'>) {
  return async (): Promise<{ sessions: number; failures: number }> => {
    const at = now();
    const sessions = await deleteSessionsExpiredBefore(database, at);
    const failures = await deleteFailuresBefore(database, new Date(at.getTime() - throttlePolicies.account.forgetAfterMs));
    await deleteRevokedSessions(database, revokedAreKeptSeconds);
    return { sessions, failures };
  };
}
