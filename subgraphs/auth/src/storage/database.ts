import { openPool, prismaAdapter } from '@sysops-squad/chassis/database/prismaPool';
import { PrismaClient, type Prisma } from '../../generated/client.ts';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

export function openDatabase(databaseUrl: string): { database: Database; close: () => Promise<void> } {
  const pool = openPool({ databaseUrl, applicationName: 'auth', max: 12 });
  const database = new PrismaClient({ adapter: prismaAdapter(pool), transactionOptions: { maxWait: 8_000, timeout: 8_000 } });
  const close = async (): Promise<void> => {
    await database.$disconnect();
    await pool.end();
  };
  return { database, close };
}

export const answers = async (database: Database): Promise<boolean> => (await database.$queryRaw<unknown[]>`SELECT 1`).length === 1;
