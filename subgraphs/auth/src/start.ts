import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { Channels } from '@sysops-squad/chassis/delivery/channels';
import type { DeliverySettings } from '@sysops-squad/chassis/delivery/deliverySettings';
import { openChannels } from '@sysops-squad/chassis/delivery/openChannels';
import { startOutgoing } from '@sysops-squad/chassis/delivery/startOutgoing';
import { createGraphClient } from '@sysops-squad/chassis/graphClient';
import { startLoop } from '@sysops-squad/chassis/loop';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { startSubgraph, type RunningSubgraph } from '@sysops-squad/chassis/subgraph';
import type { JWK } from 'jose';
import { createApplication, type Application } from './application.ts';
import { customersThroughGraph } from './customers/customers.ts';
import { accessTokenLifetimeMs } from './domain/session.ts';
import { rotationPolicy } from './domain/signingKeys.ts';
import { createContext } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { oidcProvider, type OidcSettings } from './oidc/provider.ts';
import type { Parts } from './parts.ts';
import { argon2id } from './passwords/argon2.ts';
import { createHashGate } from './passwords/hashGate.ts';
import { isPublished, refusingPublished } from './passwords/publishedPasswords.ts';
import { createKeyring } from './secrets/keyring.ts';
import { answers, openDatabase } from './storage/database.ts';
import { allSigningKeys } from './storage/signingKeys.ts';
import { transactionSql } from './storage/transactionSql.ts';
import { createAccessTokenSigner } from './tokens/accessToken.ts';

export type Settings = {
  databaseUrl: string;
  routerPublicKey: JWK;
  port: number;
  host: string;
  keyRotationHours: number;
  /** Where people reach the router: base of the links in mails. */
  publicUrl: string;
  /** Encrypts and signs what auth keeps or hands out. */
  secret: string;
  routerUrl: string;
  servicePrivateKey: JWK;
  delivery: DeliverySettings;
  oidc?: OidcSettings | null;
  firstAdmin?: { email: string; password: string } | null;
  /** Published passwords, those of the seed, open nothing. */
  production?: boolean;
};

const housekeepingMs = 60_000;
const answerAfterMs = 300;

type Replaced = Partial<Parts> & { channels?: Channels };

/** @param replaced parts that a test has others for */
export async function startAuth(settings: Settings, logger: Logger, { channels: replacedChannels, ...replaced }: Replaced = {}): Promise<RunningSubgraph & { application: Application }> {
  const { database, close } = openDatabase(settings.databaseUrl);
  const given = replaced.hasher ?? argon2id();
  const hasher = settings.production ? refusingPublished(given) : given;
  const token = await createServiceTokenSource({ service: 'auth', privateJwk: settings.servicePrivateKey });
  const graph = createGraphClient({ routerUrl: settings.routerUrl, token, timeoutMs: 3_000, connections: 2 });
  const channels = replacedChannels ?? openChannels(settings.delivery);
  const loops: { wake: () => void; stop: () => Promise<void> }[] = [];
  const parts: Parts = {
    database,
    dummyHash: await hasher.hash(randomUUID()),
    gate: createHashGate(),
    signAccessToken: createAccessTokenSigner(() => allSigningKeys(database)),
    rotation: rotationPolicy(settings.keyRotationHours, accessTokenLifetimeMs),
    now: () => new Date(),
    newId: (prefix) => `${prefix}_${randomUUID()}`,
    publicUrl: settings.publicUrl,
    customers: customersThroughGraph(graph),
    keyring: createKeyring(settings.secret),
    oidc: settings.oidc ? oidcProvider(settings.oidc) : null,
    answerAfterMs,
    wake: () => loops.forEach((loop) => loop.wake()),
    logger,
    ...replaced,
    hasher,
  };
  const application = createApplication(parts);
  await application.rotateKeys();
  const { firstAdmin } = settings;
  if (settings.production && firstAdmin && isPublished(firstAdmin.password)) throw new Error('ADMIN_PASSWORD: it is published with this software, choose another one');
  if (firstAdmin) logger.info({ admin: await application.ensureAdmin(firstAdmin.email, firstAdmin.password) }, 'first administrator');
  const onError = (error: unknown) => logger.error({ err: error }, 'housekeeping failed');
  const turn = async () => (await application.rotateKeys(), void (await application.forgetWhatIsOver()));
  const housekeeping = startLoop({ everyMs: housekeepingMs, onError, turn });
  loops.push(
    startOutgoing({ sql: transactionSql(database), channels, now: parts.now, onError: (error, messageId) => logger.warn({ err: error, messageId }, 'a message could not be sent') }),
    startLoop({ everyMs: 1_000, onError, turn: application.tellCustomers }),
  );
  const subgraph = await startSubgraph({
    ...settings,
    name: 'auth',
    schemaFile: join(import.meta.dirname, '..', 'schema.graphql'),
    resolvers,
    context: (caller) => createContext(application, caller),
    isReady: () => answers(database),
    logger,
    routes: { 'GET /.well-known/jwks.json': sendKeys(application) },
  });
  const stop = async (): Promise<void> => {
    await Promise.all([subgraph.stop(), housekeeping.stop()]);
    await Promise.all(loops.map((loop) => loop.stop()));
    channels.close();
    await graph.close();
    await close();
  };
  return { ...subgraph, application, stop };
}

/** A verifier may keep the answer for five minutes: keys are published hours before they sign. */
const sendKeys = (application: Application) => async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = JSON.stringify(await application.jwks());
  response.writeHead(200, { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' }).end(body);
};
