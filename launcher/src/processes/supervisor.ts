import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.ts';
import { Child, type ChildEvents } from './child.ts';
import { processes, type World } from './description.ts';

const READY_WITHIN = 120_000;
const PATIENCE = 10_000;
/** Together with PostgreSQL's turn this stays within the 10 seconds that a stop may take. */
const STOP_WITHIN: Record<number, number> = { 1: 2500, 2: 2500, 3: 2000, 4: 1000 };

export type Supervisor = {
  /** Returns how many there are. */
  startAll(): Promise<number>;
 stopAll(): Promise<void>;
};

/** Starts every process as soon as those that it needs are ready, and stops them in the order of the table. */
export function createSupervisor(world: World, logFolder: string, events: ChildEvents): Supervisor {
  const present = processes.filter(({ entry }) => existsSync(join(projectRoot, entry)));
  const children = new Map(present.map((description) => [description.name, new Child(description, world, logFolder, events)]));
  const reporter = setInterval(() => children.forEach((child) => child.reportErrors()), 500);

  const startAll = async () => {
    const ready = new Map<string, Promise<void>>();
    const waiting = new Set<string>();
    const start = async (child: Child) => {
      waiting.add(child.description.name);
      await child.start(READY_WITHIN);
      waiting.delete(child.description.name);
    };
    const patience = setInterval(() => events.say(`  … still waiting for ${[...waiting].join(', ')}`), PATIENCE);
    for (const [name, child] of children) {
      const needed = child.description.after.map((other) => ready.get(other));
      ready.set(name, Promise.all(needed).then(() => start(child)));
    }
    await Promise.all(ready.values()).finally(() => clearInterval(patience));
    children.forEach((child) => child.watch());
    return children.size;
  };

  const stopAll = async () => {
    clearInterval(reporter);
    children.forEach((child) => child.retire());
    for (const [turn, milliseconds] of Object.entries(STOP_WITHIN)) {
      const theirTurn = [...children.values()].filter((child) => child.description.stopsIn === Number(turn));
      await Promise.all(theirTurn.map((child) => child.stop(milliseconds)));
    }
  };

  return { startAll, stopAll };
}
