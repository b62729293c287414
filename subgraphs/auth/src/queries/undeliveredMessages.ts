import { deadMessages, type DeadMessage } from '@sysops-squad/chassis/delivery/outgoingStore';
import { readPage } from '@sysops-squad/chassis/connection';
import type { Parts } from '../parts.ts';
import { transactionSql } from '../storage/transactionSql.ts';

/** Mails that were tried until nobody believed in them, newest first; never their texts. */
export function undeliveredMessages({ database }: Parts) {
  return async (first: number): Promise<DeadMessage[]> => deadMessages(transactionSql(database), readPage({ first, after: null }).limit);
}
