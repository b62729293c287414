import type { Caller } from '@sysops-squad/chassis/caller';
import { callerActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { appendAudit } from '../storage/audit.ts';
import { endSession } from '../storage/sessions.ts';

/** Its access token ends with it: here at once, at the router when it has heard of it. Repeating changes nothing. */
export function logout({ database, now, newId }: Parts) {
  return async (caller: Caller): Promise<void> => {
    const { id: accountId, sessionId, clientAddress } = caller;
    if (!accountId || !sessionId) return;
    const at = now();
    await database.$transaction(async (tx) => {
      if (!(await endSession(tx, { id: sessionId, accountId }, at))) return;
      await appendAudit(tx, { id: newId('aud'), at, actor: callerActor(caller), action: 'SIGNED_OUT', target: sessionId, clientAddress });
    });
  };
}
