import { Stopped } from './launcherError.ts';

export type Note = (text: string) => void;

export type Steps = {
  run<T>(name: string, work: (note: Note) => Promise<T>): Promise<T>;
  say(text: string): void;
};

/** One line per step: its name, what it found, and the seconds it took. */
export function createSteps(write: (line: string) => void, now: () => number = () => performance.now()): Steps {
  const run = async <T>(name: string, work: (note: Note) => Promise<T>): Promise<T> => {
    const started = now();
    let noted = '';
    try {
      const result = await work((text) => (noted = text));
      write(`  ${name.padEnd(12)} ${noted.padEnd(60)} ${seconds(now() - started)}`);
      return result;
    } catch (error) {
      write(`  ${name.padEnd(12)} ${(error instanceof Stopped ? 'stopped' : 'failed').padEnd(60)} ${seconds(now() - started)}`);
      throw error;
    }
  };
  return { run, say: write };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
}
