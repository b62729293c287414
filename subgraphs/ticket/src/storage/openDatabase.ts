import { openPool, prismaAdapter, type PoolSettings } from '@sysops-squad/chassis/database/prismaPool';
import { PrismaClient } from '../../generated/client.ts';
import type { Database } from './prisma.ts';

export type OpenDatabase = {
  prisma: Database;
  query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
  isReady: () => Promise<boolean>;
  close: () => Promise<void>;
};

/**
 * The ticket database of one process, Prisma and plain SQL on one bounded pool.
 * Waiting for a connection is long on purpose: a burst queues instead of being refused.
 */
export function openDatabase(settings: PoolSettings): OpenDatabase {
  const pool = openPool({ connectionTimeoutMillis: 20_000, ...settings });
  const prisma: Database = new PrismaClient({ adapter: prismaAdapter(pool), errorFormat: 'minimal' });
  return {
    prisma,
    query: (sql, values) => pool.query(sql, values),
    isReady: () => pool.query('SELECT 1').then(() => true, () => false),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
