import { join } from 'node:path';
import { getHeapSpaceStatistics } from 'node:v8';
import { createLogger } from '@sysops-squad/chassis/logger';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { startRouter } from '../../../router/src/router.ts';
import { answerQuestions } from './messages.ts';

export type Memory = { rssKb: number; heapKb: number; /** Of the resident: where objects are made; the collector gives it what it likes up to a limit, however many sockets there are. */ youngKb: number };

/** The router as it runs, with our supergraph, alone in its process. */
answerQuestions({
  async start({ ticketUrl, jwksUrl }: { ticketUrl: string; jwksUrl: string }) {
    const keys = testKeys();
    const limits = { queryTimeoutMs: 5_000, mutationTimeoutMs: 5_000, deadlineMs: 10_000, trustedProxies: 0, corsOrigins: [] };
    const supergraphFile = join(import.meta.dirname, '../../../supergraph.graphql');
    const identity = { jwksUrls: [jwksUrl], longestTokenSeconds: 86_400, followsRevocations: false, routerPrivateKey: keys.router.private, serviceKeys: new Map([['ticket-workflow', keys.service.public]]) };
    const { url } = await startRouter(
      { port: 0, host: '127.0.0.1', supergraphFile, routingUrls: { ticket: [ticketUrl] }, introspection: false, executor: 'own', demoAccounts: false, ...identity, ...limits },
      createLogger('router'),
    );
    return { url };
  },
  memory(): Memory {
    for (let i = 0; i < 3; i += 1) globalThis.gc!();
    const { rss, heapUsed, external } = process.memoryUsage();
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')!.physical_space_size;
    return { rssKb: rss / 1_024, heapKb: (heapUsed + external) / 1_024, youngKb: young / 1_024 };
  },
  processor() {
    const { user, system } = process.cpuUsage();
    return { ms: (user + system) / 1_000 };
  },
});
