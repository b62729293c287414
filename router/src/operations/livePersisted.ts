import type { Logger } from '@sysops-squad/chassis/logger';
import { onFileChange } from '../onFileChange.ts';
import { readPersistedOperations, type PersistedOperations } from './persistedManifest.ts';

/**
 * The list of persisted operations in use: a changed file replaces it, a bad one is reported and changes nothing.
 * @throws when the file cannot be used to begin with
 */
export async function livePersisted(file: string, logger: Logger): Promise<PersistedOperations & { stop: () => void }> {
  let current = await readPersistedOperations(file);
  const use = (next: PersistedOperations): void => {
    current = next;
    logger.info({ file }, 'persisted operations replaced');
  };
  const look = (): void => void readPersistedOperations(file).then(use, (error: unknown) => logger.error({ err: error, file }, 'persisted operations refused, those before stay in use'));
  return { bodyOf: (id) => current.bodyOf(id), sameAs: (text) => current.sameAs(text), stop: onFileChange(file, look) };
}
