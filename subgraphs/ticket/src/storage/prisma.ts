import type { Outbox, Prisma, PrismaClient } from '../../generated/client.ts';

export type Database = PrismaClient;
/** One open transaction. */
export type Sql = Prisma.TransactionClient;
export type OutboxRow = Outbox;
