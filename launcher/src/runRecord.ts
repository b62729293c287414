import { rm } from 'node:fs/promises';
import { readRun, runFile, writeRun, type Run } from './dataFolder.ts';
import { identify, type ProcessIdentity } from './processes/identity.ts';

export type RunRecord = {
  child(name: string, identity: ProcessIdentity): void;
  stopping(): Promise<void>;
  remove(): Promise<void>;
};

/** Keeps run.json true while we run, one write after the other. */
export function keepRunRecord(dataDir: string, url: string): RunRecord {
  const run: Run = { launcher: identify(process.pid), url, stopping: false, children: {} };
  let writing: Promise<void> = Promise.resolve();
  const write = () => (writing = writing.then(() => writeRun(dataDir, run)));
  void write();
  return {
    child: (name, identity) => {
      run.children[name] = identity;
      void write();
    },
    stopping: () => {
      run.stopping = true;
      return write();
    },
    remove: async () => {
      await writing;
      const found = await readRun(dataDir);
      if (found?.launcher.pid === process.pid) await rm(runFile(dataDir), { force: true });
    },
  };
}
