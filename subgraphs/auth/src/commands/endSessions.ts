import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { callerActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { appendAudit } from '../storage/audit.ts';
import { endSession, endSessionsOf } from '../storage/sessions.ts';
import { requireActor } from './requireActor.ts';

/** One of the caller's own; another's is as one that does not exist. */
export function endOwnSession({ database, now, newId }: Parts) {
  return (sessionId: string, caller: Caller): Promise<UserError[]> =>
    database.$transaction(async (tx) => {
      await requireActor(tx, caller);
      const at = now();
      const ended = await endSession(tx, { id: sessionId, accountId: caller.id ?? '' }, at);
      if (!ended) return [userError('NOT_FOUND', 'There is no such session, or it has ended.', 'sessionId')];
      await appendAudit(tx, { id: newId('aud'), at, actor: callerActor(caller), action: 'SIGNED_OUT', target: sessionId, clientAddress: caller.clientAddress });
      return [];
    });
}

export function endOtherSessions({ database, now, newId }: Parts) {
  return (caller: Caller): Promise<void> =>
    database.$transaction(async (tx) => {
      await requireActor(tx, caller);
      const at = now();
      const ended = await endSessionsOf(tx, caller.id ?? '', at, { but: caller.sessionId });
      if (ended === 0) return;
      await appendAudit(tx, { id: newId('aud'), at, actor: callerActor(caller), action: 'OTHER_SESSIONS_ENDED', target: caller.id, clientAddress: caller.clientAddress });
    });
}
