import { isPrivate, readEd25519 } from '@sysops-squad/chassis/ed25519';
import type { ServiceKeys } from '@sysops-squad/chassis/serviceToken';
import { z } from 'zod';

const mistake = 'must be a JSON object of public Ed25519 keys as JWK by the name of the service, each service with a key of its own';

/** `{"auth": {…}, "customer": {…}}`. No message quotes a key. */
export const serviceKeys = z.string().transform((text, context): ServiceKeys => {
  const keys = readKeys(text);
  if (keys && new Set([...keys.values()].map(({ x }) => x)).size === keys.size) return keys;
  context.addIssue({ code: 'custom', message: mistake });
  return z.NEVER;
});

/** The key that all services had before. */
export const noSharedKey = z.undefined({ error: 'is not read any more, each service has a key of its own: set SERVICE_PUBLIC_KEYS={"auth":{…},"customer":{…},…}' });

function readKeys(text: string): ServiceKeys | undefined {
  try {
    const entries = Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
    const keys = entries.map(([name, jwk]) => [name, readEd25519(JSON.stringify(jwk))] as const);
    return keys.every(([, key]) => key && !isPrivate(key)) ? (new Map(keys) as ServiceKeys) : undefined;
  } catch {
    return undefined;
  }
}
