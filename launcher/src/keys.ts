import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Secrets of this installation; keys are Ed25519, as JWK in JSON text. */
export type Keys = {
  routerPrivate: string;
  routerPublic: string;
  servicePrivate: string;
  servicePublic: string;
  legacySigning: string;
  monolithApiKey: string;
  surveyTokenSecret: string;
  pspWebhookSecret: string;
};

/** Made on the first start, kept in files that only their owner reads; a value in the environment goes before the file. */
export async function readKeys(dataDir: string, environment: NodeJS.ProcessEnv): Promise<Keys> {
  const folder = join(dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keep = (variable: string, make: () => string) => environment[variable] || readOrMake(join(folder, variable.toLowerCase()), make);
  const router = await keep('ROUTER_PRIVATE_KEY', makeKeyPair);
  const service = await keep('SERVICE_PRIVATE_KEY', makeKeyPair);
  return {
    routerPrivate: router,
    routerPublic: publicPart(router),
    servicePrivate: service,
    servicePublic: publicPart(service),
    legacySigning: await keep('LEGACY_SIGNING_KEY', makeKeyPair),
    monolithApiKey: await keep('MONOLITH_API_KEY', makeSecret),
    surveyTokenSecret: await keep('SURVEY_TOKEN_SECRET', makeSecret),
    pspWebhookSecret: await keep('PSP_WEBHOOK_SECRET', makeSecret),
  };
}

async function readOrMake(file: string, make: () => string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept) return kept;
  const made = make();
  await writeFile(file, made, { mode: 0o600 });
  return made;
}

function makeKeyPair(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: randomBytes(6).toString('hex'), alg: 'EdDSA' });
}

function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

function publicPart(privateJwk: string): string {
  const { d: _, ...rest } = JSON.parse(privateJwk) as Record<string, string>;
  return JSON.stringify(rest);
}
