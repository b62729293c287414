import { openPool, prismaAdapter } from '@sysops-squad/chassis/database/prismaPool';
import { PrismaClient } from '../../generated/client.ts';
import type { Database } from './prisma.ts';

export type OpenDatabase = { databaseUrl: string; applicationName: string; max?: number; onError: (error: unknown) => void };

/** The ticket database of one process. Waiting for a connection is long on purpose: a burst queues instead of being refused. */
export function openDatabase({ databaseUrl, applicationName, max = 12, onError }: OpenDatabase) {
  const pool = openPool({ databaseUrl, applicationName, max, connectionTimeoutMillis: 20_000, onError });
  const prisma: Database = new PrismaClient({ adapter: prismaAdapter(pool), errorFormat: 'minimal' });
  return {
    prisma,
    pool,
    isReady: () => pool.query('SELECT 1').then(() => true, () => false),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
