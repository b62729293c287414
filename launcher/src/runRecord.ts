import { rm } from 'node:fs/promises';
import { inBackground } from '@sysops-squad/chassis/listeners';
import type { Control } from './control/control.ts';
import { readRun, runFile, writeRun, type Run } from './dataFolder.ts';
import { identify, type ProcessIdentity } from './processes/identity.ts';

export type RunRecord = {
  started(name: string, identity: ProcessIdentity): void;
  ended(identity: ProcessIdentity): void;
  control(control: Control): void;
  stopping(): Promise<void>;
  remove(): Promise<void>;
};

/** Keeps run.json true while we run, one write after the other. */
export function keepRunRecord(dataDir: string, url: string): RunRecord {
  const run: Run = { launcher: identify(process.pid), url, stopping: false, children: {} };
  let writing: Promise<void> = Promise.resolve();
  const write = () => (writing = writing.catch(() => undefined).then(() => writeRun(dataDir, run)));
  inBackground(write());
  return {
    // Two of the same name run at the same time while one takes the other's place.
    started: (name, identity) => {
      run.children[`${name} (${identity.pid})`] = identity;
      inBackground(write());
    },
    ended: ({ pid }) => {
      run.children = Object.fromEntries(Object.entries(run.children).filter(([, child]) => child.pid !== pid));
      inBackground(write());
    },
    control: ({ url, token }) => {
      run.control = { url, token };
      inBackground(write());
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
