import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { servicesWithKeys } from '@sysops-squad/chassis/authorization/serviceRights';
import { givenSecret, keptSecret, keyPair, secret, type Kind } from './keptSecret.ts';
import { LauncherError } from './launcherError.ts';

/** Secrets of this installation; keys are Ed25519, as JWK in JSON text. */
export type Keys = {
  routerPrivate: string;
  routerPublic: string;
  /** By the name of the service, which the key is bound to. */
  servicePrivate: Readonly<Record<string, string>>;
  /** JSON text: an object of the public keys by the name of the service. */
  servicePublic: string;
  legacySigning: string;
  authSecret: string;
  /** Of the identity provider, where there is one. */
  oidcClientSecret?: string | undefined;
  monolithApiKey: string;
  surveyTokenSecret: string;
  pspWebhookSecret: string;
};

/** Made on the first start, kept in files that only their owner reads; a value in the environment goes before the file. */
export async function readKeys(dataDir: string, environment: NodeJS.ProcessEnv): Promise<Keys> {
  const folder = join(dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeSharedKey(folder, environment);
  const keep = (variable: string, kind: Kind): string | Promise<string> => {
    const given = environment[variable];
    return given ? givenSecret(variable, given, kind) : keptSecret(join(folder, variable.toLowerCase()), kind);
  };
  const router = await keep('ROUTER_PRIVATE_KEY', keyPair);
  const services: Record<string, string> = {};
  for (const name of servicesWithKeys) services[name] = await keep(variableOf(name), keyPair);
  return {
    routerPrivate: router,
    routerPublic: publicPart(router),
    servicePrivate: services,
    servicePublic: JSON.stringify(Object.fromEntries(Object.entries(services).map(([name, key]) => [name, JSON.parse(publicPart(key))]))),
    legacySigning: await keep('LEGACY_SIGNING_KEY', keyPair),
    oidcClientSecret: environment['OIDC_CLIENT_SECRET'],
    authSecret: await keep('AUTH_SECRET', secret),
    monolithApiKey: await keep('MONOLITH_API_KEY', secret),
    surveyTokenSecret: await keep('SURVEY_TOKEN_SECRET', secret),
    pspWebhookSecret: await keep('PSP_WEBHOOK_SECRET', secret),
  };
}

function publicPart(privateJwk: string): string {
  const { d: _, ...rest } = JSON.parse(privateJwk) as Record<string, string>;
  return JSON.stringify(rest);
}

/** SERVICE_TICKET_WORKFLOW_PRIVATE_KEY: in the launcher's environment; the process itself knows its key as SERVICE_PRIVATE_KEY. */
const variableOf = (service: string): string => `SERVICE_${service.toUpperCase().replaceAll('-', '_')}_PRIVATE_KEY`;

/** Earlier versions had one key for all services, which opens nothing now. */
async function removeSharedKey(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  if (environment['SERVICE_PRIVATE_KEY']) {
    throw new LauncherError(`SERVICE_PRIVATE_KEY is not read any more, each service has a key of its own: set ${servicesWithKeys.map(variableOf).join(', ')}, or nothing to have them made`);
  }
  await rm(join(folder, 'service_private_key'), { force: true });
}
