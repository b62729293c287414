import { LauncherError } from '../launcherError.ts';
import { freePort } from '../postgres/freePort.ts';
import { Child, type ChildEvents } from './child.ts';
import type { ProcessDescription, World } from './description.ts';

const READY_WITHIN = 120_000;
/** Draining, and then stopping in order. */
const LEAVES_WITHIN = 20_000;

type Parts = {
  description: ProcessDescription;
  world: World;
  logFolder: string;
  events: ChildEvents;
  count: number;
  /** Other instances are to be called from now on; those that leave still answer. */
  onChange: () => void;
};

/** The instances of one process. The first has the port that the world knows, until another takes its place. */
export function createCrew({ description, world, logFolder, events, count, onChange }: Parts) {
  const { name } = description;
  const all = new Set<Child>();
  let serving: Child[] = [];
  let stopping = false;

  const newChild = (number: number, url: string): Child => {
    const child = new Child(description, world, logFolder, events, { name: number === 1 ? name : `${name}-${number}`, number, url });
    all.add(child);
    return child;
  };
  const elsewhere = async (number: number): Promise<Child> => newChild(number, `http://${new URL(world.urls[name]).hostname}:${await freePort()}`);
  const begin = async (child: Child): Promise<Child> => {
    await child.start(READY_WITHIN).catch(async (error: unknown) => {
      await leave(child);
      throw error;
    });
    if (stopping) throw new LauncherError('it is being stopped');
    child.watch();
    return child;
  };
  const use = (next: Child[]): void => {
    serving = next;
    world.urls[name] = next[0]!.instance.url;
    onChange();
  };
  const leave = async (child: Child): Promise<void> => {
    await child.drain(LEAVES_WITHIN);
    all.delete(child);
  };
  const grow = async (to: number): Promise<void> => {
    const coming = Array.from({ length: Math.max(0, to - serving.length) }, async (_, index) => begin(await elsewhere(serving.length + index + 1)));
    if (coming.length > 0) use([...serving, ...(await Promise.all(coming))]);
  };

  return {
    description,
    urls: (): string[] => serving.map(({ instance }) => instance.url),
    async start(): Promise<void> {
      const others = Array.from({ length: count - 1 }, (_, index) => elsewhere(index + 2));
      use(await Promise.all([newChild(1, world.urls[name]), ...(await Promise.all(others))].map(begin)));
    },
    /** New ones are called when they are ready, superfluous ones leave when they are not called any more. */
    async scaleTo(wanted: number): Promise<void> {
      await grow(wanted);
      const leaving = serving.slice(wanted);
      if (leaving.length === 0) return;
      use(serving.slice(0, wanted));
      await Promise.all(leaving.map(leave));
    },
    /**
     * Each in its turn by a new one that is ready before the old one leaves.
     * @param beforeLeaving whatever else calls the old one is to be turned to the new one
     */
    async replaceEach(beforeLeaving: () => Promise<void> = async () => undefined): Promise<void> {
      if (description.replacesItself && world.routerProcesses) return serving[0]!.replaceItself(READY_WITHIN);
      for (const old of serving) {
        const next = await begin(await elsewhere(old.instance.number));
        use(serving.map((child) => (child === old ? next : child)));
        await beforeLeaving();
        await leave(old);
      }
    },
    reportErrors: (): void => serving.forEach((child) => child.reportErrors()),
    /** From now on an end is an end. */
    retire: (): void => ((stopping = true), all.forEach((child) => child.retire())),
    stop: async (milliseconds: number): Promise<void> => void (await Promise.all([...all].map((child) => child.stop(milliseconds)))),
  };
}
export type Crew = ReturnType<typeof createCrew>;
