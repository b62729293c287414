import { authItself } from '../domain/actor.ts';
import { nextKey, publishedKeys } from '../domain/signingKeys.ts';
import type { Parts } from '../parts.ts';
import { appendAudit } from '../storage/audit.ts';
import { allSigningKeys, erasePrivateKeys, insertSigningKey, lockSigningKeys } from '../storage/signingKeys.ts';
import { makeKeyPair } from '../tokens/keyPair.ts';

/** Any instance may call it at any time: whoever comes second finds the work done. Returns the kid of a new key. */
export function rotateKeys({ database, now, newId, rotation }: Pick<Parts, 'database' | 'now' | 'newId' | 'rotation'>) {
  return async (): Promise<string | null> =>
    database.$transaction(async (tx) => {
      await lockSigningKeys(tx);
      const at = now();
      const keys = await allSigningKeys(tx);
      const published = new Set(publishedKeys(keys, at, rotation));
      const finished = keys.filter((key) => key.privateJwk && !published.has(key));
      if (finished.length > 0) await erasePrivateKeys(tx, finished.map(({ kid }) => kid));
      const times = nextKey(keys, at, rotation);
      if (!times) return null;
      const pair = await makeKeyPair();
      await insertSigningKey(tx, { ...pair, ...times });
      await appendAudit(tx, { id: newId('aud'), at, actor: authItself, action: 'SIGNING_KEY_MADE', target: pair.kid, clientAddress: null });
      return pair.kid;
    });
}
