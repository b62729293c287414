import { openPool, prismaAdapter } from '@sysops-squad/chassis/database/prismaPool';
import type pg from 'pg';
import { PrismaClient, type Prisma } from '../../generated/client.ts';

/** One transaction's, or the plain, client. */
export type Db = Prisma.TransactionClient;

export type Storage = {
  db: Db;
  pool: pg.Pool;
  /** All of it or nothing. */
  inTransaction: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
  isReady: () => Promise<boolean>;
  close: () => Promise<void>;
};

const LIMITS = { maxWait: 8_000, timeout: 10_000 };

export function openStorage(databaseUrl: string, maxConnections = 16): Storage {
  const pool = openPool({ databaseUrl, applicationName: 'payment', max: maxConnections });
  const prisma = new PrismaClient({ adapter: prismaAdapter(pool) });
  return {
    db: prisma,
    pool,
    inTransaction: (work) => prisma.$transaction(work, LIMITS),
    isReady: async () => (await pool.query('SELECT 1 FROM plan LIMIT 1')).rowCount === 1,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** One after the other, per customer: two subscriptions at once must see each other. Held to the end of the transaction. */
export async function lockCustomer(tx: Db, customerId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('payment of ' || ${customerId}, 0))`;
}
