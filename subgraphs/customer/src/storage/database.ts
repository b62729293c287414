import { openPool, prismaAdapter } from '@sysops-squad/chassis/database/prismaPool';
import { PrismaClient, type Prisma } from '../../generated/client.ts';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

/** @param onQuery hears of every statement; for tests that count them */
export function openDatabase(databaseUrl: string, onQuery?: (sql: string) => void): { database: Database; close: () => Promise<void> } {
  const pool = openPool({ databaseUrl, applicationName: 'customer', max: 12 });
  const database = new PrismaClient({ adapter: prismaAdapter(pool), transactionOptions: { maxWait: 8_000, timeout: 8_000 }, log: onQuery ? [{ emit: 'event', level: 'query' }] : [] });
  if (onQuery) database.$on('query' as never, ({ query }: { query: string }) => onQuery(query));
  const close = async (): Promise<void> => {
    await database.$disconnect();
    await pool.end();
  };
  return { database, close };
}

export const answers = async (database: Database): Promise<boolean> => (await database.$queryRaw<unknown[]>`SELECT 1`).length === 1;

/** True when that unique index or constraint refused a statement. PostgreSQL names it in its message. */
export function isViolationOf(name: string, error: unknown): boolean {
  const cause = (error as { meta?: { driverAdapterError?: { cause?: { originalMessage?: string } } } }).meta?.driverAdapterError?.cause;
  return cause?.originalMessage?.includes(`"${name}"`) ?? false;
}
