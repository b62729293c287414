import type { JWK } from 'jose';
import type { Logger } from '@sysops-squad/chassis/logger';
import { startSubgraph } from '@sysops-squad/chassis/subgraph';
import { createApplication } from './application.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { startPoll } from './messaging/poll.ts';
import { createWake } from './messaging/wake.ts';
import { openDatabase } from './storage/openDatabase.ts';

export type TicketOptions = { databaseUrl: string; redisUrl?: string | undefined; port: number; host: string; routerPublicKey: JWK; logger: Logger; pollMs?: number };

/** The ticket subgraph: needs its own database (migrated) and nothing else. */
export async function startTicket({ databaseUrl, redisUrl, port, host, routerPublicKey, logger, pollMs = 2_000 }: TicketOptions) {
  const report = (error: unknown) => logger.warn({ err: error }, 'will be tried again');
  const database = openDatabase({ databaseUrl, applicationName: 'ticket', onError: report });
  const wake = await createWake({ databaseUrl, redisUrl, onError: report });
  const poll = startPoll({ database: database.prisma, wake, intervalMs: pollMs, onError: report });
  const application = createApplication({ prisma: database.prisma, wake });
  const subgraph = await startSubgraph({
    name: 'ticket', schemaFile: new URL('../schema.graphql', import.meta.url), resolvers, context: contextOf(application), port, host, routerPublicKey, logger,
    isReady: database.isReady,
  });
  return {
    url: subgraph.url,
    application,
    drain: subgraph.drain,
    async stop() {
      await subgraph.stop();
      poll.stop();
      await wake.close();
      await database.close();
    },
  };
}
