import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { neverThrowing } from '@sysops-squad/chassis/listeners';
import { LauncherError } from '../launcherError.ts';
import { projectRoot } from '../projectRoot.ts';
import type { Scale } from '../scale/scale.ts';
import type { ProcessName } from '../settings.ts';
import type { ChildEvents } from './child.ts';
import { createCrew, type Crew } from './crew.ts';
import { processes, type World } from './description.ts';
import { writeInstances } from './instancesFile.ts';

const PATIENCE = 10_000;
/** Together with PostgreSQL's turn this stays within the 10 seconds that a stop may take. */
const STOP_WITHIN: Record<number, number> = { 1: 2500, 2: 2500, 3: 2000, 4: 1000 };

export type Say = (line: string) => void;
export type Supervisor = {
  /** Returns how many there are. */
  startAll(): Promise<number>;
  /** What it leaves out stays as it is. @throws LauncherError while another change is under way */
  scale(scale: Scale, say: Say): Promise<void>;
  /** Each instance of these processes in its turn, or of all: a new one takes over before the old one leaves. @throws LauncherError */
  restart(names: readonly ProcessName[] | undefined, say: Say): Promise<void>;
  counts(): Scale;
  stopAll(): Promise<void>;
};

/** Starts every process as soon as those that it needs are ready, changes them while they run, and stops them in the order of the table. */
export function createSupervisor(world: World, logFolder: string, events: ChildEvents, scale: Scale = {}): Supervisor {
  const present = processes.filter(({ entry }) => existsSync(join(projectRoot, entry)));
  const crews = new Map<ProcessName, Crew>();
  const onChange = (): void => {
    const subgraphs = [...crews].filter(([, { description, urls }]) => description.entry.startsWith('subgraphs/') && urls().length > 0);
    if (world.instancesFile) writeInstances(world.instancesFile, Object.fromEntries(subgraphs.map(([name, { urls }]) => [name, urls()])));
  };
  for (const description of present) crews.set(description.name, createCrew({ description, world, logFolder, events, count: scale[description.name] ?? 1, onChange }));
  const reporter = setInterval(neverThrowing(() => crews.forEach((crew) => crew.reportErrors())), 500);

  const startAll = async () => {
    const ready = new Map<string, Promise<void>>();
    const waiting = new Set<string>();
    const start = async (crew: Crew) => {
      waiting.add(crew.description.name);
      await crew.start();
      waiting.delete(crew.description.name);
    };
    const patience = setInterval(neverThrowing(() => events.say(`  … still waiting for ${[...waiting].join(', ')}`)), PATIENCE);
    for (const [name, crew] of crews) {
      const needed = crew.description.after.map((other) => ready.get(other));
      ready.set(name, Promise.all(needed).then(() => start(crew)));
    }
    await Promise.all(ready.values()).finally(() => clearInterval(patience));
    return [...crews.values()].reduce((sum, { urls }) => sum + urls().length, 0);
  };

  let changing = false;
  const alone = async (change: () => Promise<void>): Promise<void> => {
    if (changing) throw new LauncherError('another change is under way: try again when it is done');
    changing = true;
    await change().finally(() => (changing = false));
  };
  /** Legacy is the only one who calls the monolith, and is told where it is when it starts. */
  const replace = async (name: ProcessName, say: Say): Promise<void> => {
    say(`  ${name} …`);
    await crews.get(name)!.replaceEach(async () => (name === 'monolith' ? replace('legacy', say) : undefined));
  };

  return {
    startAll,
    counts: () => Object.fromEntries([...crews].map(([name, { urls }]) => [name, urls().length])),
    scale: (wanted, say) =>
      alone(async () => {
        for (const [name, count] of Object.entries(wanted) as [ProcessName, number][]) {
          await crews.get(name)!.scaleTo(count);
          say(`  ${name}: ${count}`);
        }
      }),
    restart: (names = [...crews.keys()], say) =>
      alone(async () => {
        for (const name of names) if (name !== 'legacy' || !names.includes('monolith')) await replace(name, say);
      }),
    stopAll: async () => {
      clearInterval(reporter);
      crews.forEach((crew) => crew.retire());
      for (const [turn, milliseconds] of Object.entries(STOP_WITHIN)) {
        const theirTurn = [...crews.values()].filter(({ description }) => description.stopsIn === Number(turn));
        await Promise.all(theirTurn.map((crew) => crew.stop(milliseconds)));
      }
    },
  };
}
