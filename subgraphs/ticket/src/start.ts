import type { JWK } from 'jose';
import { openPool, prismaAdapter } from '@sysops-squad/chassis/database/prismaPool';
import type { Logger } from '@sysops-squad/chassis/logger';
import { startSubgraph } from '@sysops-squad/chassis/subgraph';
import { PrismaClient } from '../generated/client.ts';
import { createApplication } from './application.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { startPoll } from './messaging/poll.ts';
import { createWake } from './messaging/wake.ts';

export type TicketOptions = { databaseUrl: string; redisUrl?: string | undefined; port: number; host: string; routerPublicKey: JWK; logger: Logger; pollMs?: number };

/** The ticket subgraph: needs its own database (migrated) and nothing else. */
export async function startTicket({ databaseUrl, redisUrl, port, host, routerPublicKey, logger, pollMs = 2_000 }: TicketOptions) {
  const report = (error: unknown) => logger.warn({ err: error }, 'will be tried again');
  const pool = openPool({ databaseUrl, applicationName: 'ticket', max: 12, connectionTimeoutMillis: 20_000, onError: report });
  const prisma = new PrismaClient({ adapter: prismaAdapter(pool), errorFormat: 'minimal' });
  const wake = await createWake({ databaseUrl, redisUrl, onError: report });
  const poll = startPoll({ database: prisma, wake, intervalMs: pollMs, onError: report });
  const application = createApplication({ prisma, wake });
  const subgraph = await startSubgraph({
    name: 'ticket', schemaFile: new URL('../schema.graphql', import.meta.url), resolvers, context: contextOf(application), port, host, routerPublicKey, logger,
    isReady: () => pool.query('SELECT 1').then(() => true, () => false),
  });
  return {
    url: subgraph.url,
    application,
    async stop() {
      await subgraph.stop();
      poll.stop();
      await wake.close();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
