import { throttlePolicies } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import { deleteSessionsExpiredBefore } from '../storage/sessions.ts';
import { deleteFailuresBefore } from '../storage/throttle.ts';

/** Sessions go when their last token has expired, failures when they count no more. The audit stays. */
export function forgetWhatIsOver({ database, now }: Pick<Parts, 'database' | 'now'>) {
  return async (): Promise<{ sessions: number; failures: number }> => {
    const at = now();
    const sessions = await deleteSessionsExpiredBefore(database, at);
    const failures = await deleteFailuresBefore(database, new Date(at.getTime() - throttlePolicies.account.forgetAfterMs));
    return { sessions, failures };
  };
}
