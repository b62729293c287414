import type { RunSql } from '@sysops-squad/chassis/outbox/message';
import type { Transaction } from './database.ts';

/** Statements of the chassis, run on the database or within a transaction. */
export const transactionSql = (tx: Transaction): RunSql => (sql, values = []) => tx.$queryRawUnsafe(sql, ...values);
