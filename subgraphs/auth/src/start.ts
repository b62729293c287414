import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Logger } from '@sysops-squad/chassis/logger';
import { startLoop } from '@sysops-squad/chassis/loop';
import { startSubgraph, type RunningSubgraph } from '@sysops-squad/chassis/subgraph';
import type { JWK } from 'jose';
import { createApplication, type Application } from './application.ts';
import { accessTokenLifetimeMs } from './domain/session.ts';
import { rotationPolicy } from './domain/signingKeys.ts';
import { createContext } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import type { Parts } from './parts.ts';
import { argon2id } from './passwords/argon2.ts';
import { createHashGate } from './passwords/hashGate.ts';
import { isPublished, refusingPublished } from './passwords/publishedPasswords.ts';
import { answers, openDatabase } from './storage/database.ts';
import { allSigningKeys } from './storage/signingKeys.ts';
import { createAccessTokenSigner } from './tokens/accessToken.ts';

export type Settings = {
  databaseUrl: string;
  routerPublicKey: JWK;
  port: number;
  host: string;
  keyRotationHours: number;
  firstAdmin?: { email: string; password: string } | null;
  /** Published passwords, those of the seed, open nothing. */
  production?: boolean;
};

const housekeepingMs = 60_000;

/** @param replaced parts that a test has others for */
export async function startAuth(settings: Settings, logger: Logger, replaced: Partial<Parts> = {}): Promise<RunningSubgraph & { application: Application }> {
  const { database, close } = openDatabase(settings.databaseUrl);
  const given = replaced.hasher ?? argon2id();
  const hasher = settings.production ? refusingPublished(given) : given;
  const parts: Parts = {
    database,
    dummyHash: await hasher.hash(randomUUID()),
    gate: createHashGate(),
    signAccessToken: createAccessTokenSigner(() => allSigningKeys(database)),
    rotation: rotationPolicy(settings.keyRotationHours, accessTokenLifetimeMs),
    now: () => new Date(),
    newId: (prefix) => `${prefix}_${randomUUID()}`,
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
    await close();
  };
  return { ...subgraph, application, stop };
}

/** A verifier may keep the answer for five minutes: keys are published hours before they sign. */
const sendKeys = (application: Application) => async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = JSON.stringify(await application.jwks());
  response.writeHead(200, { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' }).end(body);
};
