import type { Caller } from '@sysops-squad/chassis/caller';
import { replayDead } from '@sysops-squad/chassis/delivery/outgoingStore';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { callerActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { appendAudit } from '../storage/audit.ts';
import { transactionSql } from '../storage/transactionSql.ts';
import { requireActor } from './requireActor.ts';

const notFound = userError('NOT_FOUND', 'There is no such message, or it holds no more, or it was tried again five times.', 'id');

export function resendMessage(parts: Parts) {
  return async (id: string, caller: Caller): Promise<UserError[]> => {
    const userErrors = await parts.database.$transaction(async (tx) => {
      await requireActor(tx, caller);
      const at = parts.now();
      if (!(await replayDead(transactionSql(tx), id, at))) return [notFound];
      const { clientAddress } = caller;
      await appendAudit(tx, { id: parts.newId('aud'), at, actor: callerActor(caller), action: 'MESSAGE_RESENT', target: id, clientAddress });
      return [];
    });
    parts.wake();
    return userErrors;
  };
}
