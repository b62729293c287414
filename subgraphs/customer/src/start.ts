import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DeliverySettings } from '@sysops-squad/chassis/delivery/deliverySettings';
import { openChannels } from '@sysops-squad/chassis/delivery/openChannels';
import { startOutgoing } from '@sysops-squad/chassis/delivery/startOutgoing';
import { createGraphClient } from '@sysops-squad/chassis/graphClient';
import type { Logger } from '@sysops-squad/chassis/logger';
import { startLoop } from '@sysops-squad/chassis/loop';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { startSubgraph, type RunningSubgraph } from '@sysops-squad/chassis/subgraph';
import type { JWK } from 'jose';
import { accountsThroughGraph } from './accounts/accounts.ts';
import { createApplication, type Application } from './application.ts';
import { contactsThroughGraph, keptContacts } from './contacts/contacts.ts';
import { ownContacts } from './contacts/ownContacts.ts';
import { createLoaders } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import type { Parts } from './parts.ts';
import { argon2RequestHasher } from './requestHash/requestHasher.ts';
import { answers, openDatabase } from './storage/database.ts';
import { transactionSql } from './storage/transactionSql.ts';
import { ticketsThroughGraph } from './tickets/tickets.ts';

export type Settings = { databaseUrl: string; routerPublicKey: JWK; routerUrl: string; servicePrivateKey: JWK; port: number; host: string; delivery: DeliverySettings };
type Replaced = Partial<Parts> & { onQuery?: (sql: string) => void; recoverEveryMs?: number; settleEveryMs?: number; sendEveryMs?: number };

/** @param replaced parts that a test has others for */
export async function startCustomer(settings: Settings, logger: Logger, { onQuery, recoverEveryMs = 5_000, settleEveryMs = 1_000, sendEveryMs = 500, ...replaced }: Replaced = {}): Promise<RunningSubgraph & { application: Application }> {
  const { database, close } = openDatabase(settings.databaseUrl, onQuery);
  const token = await createServiceTokenSource({ service: 'customer', privateJwk: settings.servicePrivateKey });
  const graph = createGraphClient({ routerUrl: settings.routerUrl, token, timeoutMs: 3_000 });
  const parts: Parts = {
    database,
    accounts: accountsThroughGraph(graph),
    tickets: ticketsThroughGraph(graph),
    readContacts: contactsThroughGraph(graph),
    requestHasher: argon2RequestHasher(),
    logger,
    waitForOthersMs: 5_000,
    now: () => new Date(),
    newId: (prefix) => `${prefix}_${randomUUID()}`,
    beforeStep: async () => undefined,
    ...replaced,
  };
  const application = createApplication(parts);
  const contacts = keptContacts(parts.readContacts, parts.now);
  const every = (everyMs: number, what: string, turn: () => Promise<unknown>) =>
    startLoop({ everyMs, onError: (error: unknown) => logger.error({ err: error }, `${what} failed, will be tried again`), turn: async () => void (await turn()) });
  const loops = [every(recoverEveryMs, 'recovery of registrations', application.recoverRegistrations), every(settleEveryMs, 'settling of claims', application.settleClaims)];
  const channels = openChannels(settings.delivery);
  loops.push(startOutgoing({ sql: transactionSql(database), channels, everyMs: sendEveryMs, now: parts.now, onError: (error, messageId) => logger.warn({ err: error, messageId }, 'a message could not be sent') }));
  const subgraph = await startSubgraph({
    ...settings,
    name: 'customer',
    schemaFile: join(import.meta.dirname, '..', 'schema.graphql'),
    resolvers,
    context: (caller) => ({ application, loaders: createLoaders(application), contacts: ownContacts(caller, contacts) }),
    isReady: () => answers(database),
    logger,
  });
  const stop = async (): Promise<void> => {
    await Promise.all([subgraph.stop(), ...loops.map((loop) => loop.stop())]);
    await graph.close();
    await close();
  };
  return { ...subgraph, application, stop };
}
