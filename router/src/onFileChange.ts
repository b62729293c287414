import { unwatchFile, watchFile } from 'node:fs';

const lookEveryMs = 300;

/** Looks instead of being notified: that works on every kind of volume. What is given back ends it. */
export function onFileChange(file: string, changed: () => void): () => void {
  watchFile(file, { interval: lookEveryMs, persistent: false }, changed);
  return () => unwatchFile(file, changed);
}
