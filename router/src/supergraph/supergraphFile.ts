import { readFile } from 'node:fs/promises';
import { unwatchFile, watchFile } from 'node:fs';

const lookEveryMs = 300;

/** Reads the file, and again whenever it has changed. Looks instead of being notified: that works on every kind of volume. */
export function watchSupergraphFile(file: string, onChange: (sdl: string) => void, onError: (error: Error) => void) {
  const look = (): void => void readFile(file, 'utf8').then(onChange, onError);
  return {
    /** @throws with what to do when there is no such file */
    read: () =>
      readFile(file, 'utf8').catch((error: Error) => {
        throw new Error(`cannot read the supergraph (${error.message}): run npm run compose, or set SUPERGRAPH_FILE`);
      }),
    start: () => void watchFile(file, { interval: lookEveryMs, persistent: false }, look),
    stop: () => unwatchFile(file, look),
  };
}
