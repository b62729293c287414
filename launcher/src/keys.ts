import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { givenSecret, keptSecret, keyPair, secret, type Kind } from './keptSecret.ts';

/** Secrets of this installation; keys are Ed25519, as JWK in JSON text. */
export type Keys = {
  routerPrivate: string;
  routerPublic: string;
  servicePrivate: string;
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
  const keep = (variable: string, kind: Kind): string | Promise<string> => {
    const given = environment[variable];
    return given ? givenSecret(variable, given, kind) : keptSecret(join(folder, variable.toLowerCase()), kind);
  };
  const router = await keep('ROUTER_PRIVATE_KEY', keyPair);
  const service = await keep('SERVICE_PRIVATE_KEY', keyPair);
  return {
    routerPrivate: router,
    routerPublic: publicPart(router),
    servicePrivate: service,
    servicePublic: publicPart(service),
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
