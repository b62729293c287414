import { createLogger } from '@sysops-squad/chassis/logger';
import type { Caller } from '@sysops-squad/chassis/caller';
import { proofHeader, subscriptionBody } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import { startTicket } from '../start.ts';

// Answers are looked at, not typed.
export type Answer = { data: any; errors?: { message: string; extensions: { code: string } }[] };

/** A ticket subgraph of its own on a database of its own, spoken to as the router speaks to it. */
export async function startInstance(more: { redisUrl?: string; pollMs?: number } = {}) {
  const database = await testDatabase('ticket');
  const keys = testKeys();
  const subgraph = await startTicket({ databaseUrl: database.url, port: 0, host: '127.0.0.1', routerPublicKey: keys.router.public, logger: createLogger('ticket'), pollMs: 500, ...more });
  const sql = new pg.Pool({ connectionString: database.url, max: 4 });
  const sign = createProofSigner(keys.router.private);
  return {
    url: subgraph.url, sql, application: subgraph.application, databaseUrl: database.url,
    async send(caller: Caller, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
      const body = JSON.stringify({ query, variables });
      const proof = sign({ subgraph: 'ticket', method: 'POST', path: '/graphql', body, caller });
      const response = await fetch(subgraph.url, { method: 'POST', body, headers: { 'content-type': 'application/json', [proofHeader]: proof } });
      return (await response.json()) as Answer;
    },
    async subscribe(caller: Caller, query: string, variables: Record<string, unknown> = {}) {
      const client = createClient({ url: subgraph.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
      const proof = sign({ subgraph: 'ticket', method: 'SUBSCRIBE', path: '/graphql', body: subscriptionBody({ query, variables }), caller });
      const events = client.iterate<Answer['data']>({ query, variables, extensions: { proof } });
      return { next: async () => (await events.next()).value as Answer, stop: async () => void (await client.dispose()) };
    },
    async stop() {
      await sql.end();
      await subgraph.stop();
      await database.drop();
    },
  };
}
export type Instance = Awaited<ReturnType<typeof startInstance>>;
