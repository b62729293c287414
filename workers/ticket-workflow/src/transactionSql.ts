import type { RunSql } from '@sysops-squad/chassis/outbox/message';
import type { Transaction } from '../../../subgraphs/ticket/src/storage/storage.ts';

/** Plain statements within a transaction of the ticket storage. */
export const sqlOfTransaction = (tx: Transaction): RunSql => (statement, values = []) => tx.sql.$queryRawUnsafe(statement, ...values);
