import type { JSONWebKeySet } from 'jose';
import { publishedKeys } from '../domain/signingKeys.ts';
import type { Parts } from '../parts.ts';
import { allSigningKeys } from '../storage/signingKeys.ts';

/** Public halves only, the next key included. */
export function jwks({ database, now, rotation }: Parts) {
  return async (): Promise<JSONWebKeySet> => ({
    keys: publishedKeys(await allSigningKeys(database), now(), rotation).map(({ publicJwk }) => publicJwk) as JSONWebKeySet['keys'],
  });
}
