import { unprovenLifetimeMs } from '../domain/accountLink.ts';
import { throttlePolicies } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import { deleteLinksExpiredBefore } from '../storage/accountLinks.ts';
import { lapseUnproven } from '../storage/accounts.ts';
import { deleteChallengesExpiredBefore } from '../storage/loginChallenges.ts';
import { deleteBegunLoginsBefore } from '../storage/oidc.ts';
import { deleteRevokedSessions } from '../storage/revokedSessions.ts';
import { deleteSessionsExpiredBefore } from '../storage/sessions.ts';
import { deleteCodesExpiredBefore } from '../storage/signInCodes.ts';
import { deleteFailuresBefore } from '../storage/throttle.ts';
import { lapse } from './proveEmail.ts';

const revokedAreKeptSeconds = 3_600;

/**
 * Sessions go when their last token has expired, failures when they count no more, ends of sessions when every token that was issued
 * before has expired. Accounts that did not prove their address in time lapse. The audit stays.
 */
export function forgetWhatIsOver({ database, now, newId }: Pick<Parts, 'database' | 'now' | 'newId'>) {
  return async (): Promise<{ sessions: number; failures: number }> => {
    const at = now();
    const sessions = await deleteSessionsExpiredBefore(database, at);
    const failures = await deleteFailuresBefore(database, new Date(at.getTime() - throttlePolicies.account.forgetAfterMs));
    await database.$transaction(async (tx) => lapse(tx, { newId }, await lapseUnproven(tx, { madeBefore: new Date(at.getTime() - unprovenLifetimeMs) }), at));
    await deleteLinksExpiredBefore(database, at);
    await deleteCodesExpiredBefore(database, at);
    await deleteChallengesExpiredBefore(database, at);
    await deleteBegunLoginsBefore(database, at);
    await deleteRevokedSessions(database, revokedAreKeptSeconds);
    return { sessions, failures };
  };
}
