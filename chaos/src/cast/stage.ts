import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Recorder } from '../record/recorder.ts';
import { createActor, type Actor, type Stage } from './actor.ts';
import type { Habits } from './habits.ts';
import type { People } from './people.ts';

/** What every role of the play works with. */
export type Play = Stage & {
  recorder: Recorder;
  random: Random;
  people: People;
  habits: Habits;
  actor(email: string): Actor;
  /** Does it now and then, until the play is over. */
  every(milliseconds: number, scene: () => Promise<unknown>): void;
  /** Lets it run beside everything else; the play waits for it at the end. */
  aside(scene: Promise<unknown>): void;
  /** From now on everything is accepted and nothing is begun. */
  calm: () => boolean;
  until: AbortSignal;
  /** A number that no other has. */
  unique(): string;
};

type Setting = Pick<Play, 'url' | 'password' | 'recorder' | 'random' | 'people' | 'habits' | 'calm' | 'over' | 'until'>;

export function createPlay(setting: Setting, run: string): Play & { rest(): Promise<void>; close(): Promise<void> } {
  const actors = new Map<string, Actor>();
  const scenes = new Set<Promise<unknown>>();
  let count = 0;
  const aside = (scene: Promise<unknown>): void => {
    const caught = scene.catch((error: unknown) => setting.recorder.failure(`scene ${(error as Error).message.slice(0, 80)}`));
    scenes.add(caught);
    void caught.then(() => scenes.delete(caught));
  };
  const play: Play = {
    ...setting,
    aside,
    actor: (email) => actors.get(email) ?? actors.set(email, createActor(setting, email)).get(email)!,
    unique: () => `${run}-${(count += 1)}`,
    every(milliseconds, scene) {
      const loop = async (): Promise<void> => {
        while (!setting.calm()) {
          await pause(milliseconds * (0.5 + setting.random.next()), undefined, { signal: setting.until }).catch(() => undefined);
          if (!setting.calm()) await scene().catch((error: unknown) => setting.recorder.failure(`scene ${(error as Error).message.slice(0, 80)}`));
        }
      };
      aside(loop());
    },
  };
  return {
    ...play,
    rest: async () => {
      while (scenes.size > 0) await Promise.all(scenes);
    },
    close: async () => void (await Promise.all([...actors.values()].map((each) => each.close()))),
  };
}
