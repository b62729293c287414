import { createBackOff } from '@sysops-squad/chassis/backOff';
import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';

/** One of the processes that serve behind the port. */
export type Serving = {
  pid: number;
  /** Resolves when it has ended. */
  ended: Promise<string>;
  signal: (name: NodeJS.Signals) => void;
};

type Parts = {
  count: number;
  /** Resolves when it serves; rejects when it ends instead. */
  start: () => Promise<Serving>;
  onUnexpectedEnd: (how: string, againInMs: number) => void;
};

/** Keeps as many processes serving as were asked for, and replaces each by a new one on request. */
export function createCrew({ count, start, onUnexpectedEnd }: Parts) {
  const serving = new Set<Serving>();
  let stopping = false;
  const pauseAfter = createBackOff();

  const add = async (): Promise<void> => {
    const one = await start();
    const since = Date.now();
    serving.add(one);
    inBackground(one.ended.then((how) => serving.delete(one) && !stopping && again(how, Date.now() - since)));
  };
  const again = (how: string, livedMs: number): void => {
    const pauseMs = pauseAfter(livedMs);
    onUnexpectedEnd(how, pauseMs);
    setTimeout(neverThrowing(() => stopping || add().catch((error: Error) => again(error.message, 0))), pauseMs);
  };
  const retire = async (one: Serving): Promise<void> => {
    serving.delete(one);
    one.signal('SIGTERM');
    await one.ended;
  };
  let replacing: Promise<void> = Promise.resolve();
  const replaceEach = async (): Promise<void> => {
    for (const old of [...serving]) {
      if (stopping) return;
      await add();
      await retire(old);
    }
  };

  return {
    startAll: async (): Promise<void> => void (await Promise.all(Array.from({ length: count }, add))),
    /** Each in its turn, the new one first. Rejects, and goes no further, when a new one does not come to serve; the old one then stays. */
    replaceAll: (): Promise<void> => (replacing = replacing.catch(() => undefined).then(replaceEach)),
    async stop(signal: NodeJS.Signals): Promise<void> {
      stopping = true;
      for (const one of serving) one.signal(signal);
      await Promise.all([...serving].map(({ ended }) => ended));
    },
  };
}
