import { readFile } from 'node:fs/promises';
import { onFileChange } from '../onFileChange.ts';

/** Reads the file, and again whenever it has changed. */
export function watchSupergraphFile(file: string, onChange: (sdl: string) => void, onError: (error: Error) => void) {
  const look = (): void => void readFile(file, 'utf8').then(onChange, onError);
  let stop = (): void => undefined;
  return {
    /** @throws with what to do when there is no such file */
    read: () =>
      readFile(file, 'utf8').catch((error: Error) => {
        throw new Error(`cannot read the supergraph (${error.message}): run npm run compose, or set SUPERGRAPH_FILE`);
      }),
    start: () => void (stop = onFileChange(file, look)),
    stop: () => stop(),
  };
}
