import { openPool, prismaAdapter, type PoolSettings } from '@sysops-squad/chassis/database/prismaPool';
import { PrismaClient } from '../../generated/client.ts';
import type { Database } from './prisma.ts';

export type OpenDatabase = { database: Database; query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }>; close: () => Promise<void> };

/** The ticket database for a process of its own: Prisma and plain SQL on one bounded pool. */
export function openDatabase(settings: PoolSettings): OpenDatabase {
  const pool = openPool({ connectionTimeoutMillis: 20_000, ...settings });
  const database = new PrismaClient({ adapter: prismaAdapter(pool), errorFormat: 'minimal' });
  return {
    database,
    query: (sql, values) => pool.query(sql, values),
    async close() {
      await database.$disconnect();
      await pool.end();
    },
  };
}
