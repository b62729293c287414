import { performance } from 'node:perf_hooks';

export class StepMissing extends Error {}

/** Prints each step with its latency; a step that does not come in time, 20 seconds unless told, ends the story. */
export function storyteller(write: (line: string) => void, stepTimeoutMs = 20_000) {
  let number = 0;
  return async <Result>(title: string, step: () => Promise<Result>, detail: (result: Result) => string = () => ''): Promise<Result> => {
    number += 1;
    const began = performance.now();
    const result = await withinTime(title, step, stepTimeoutMs);
    const latency = `${Math.round(performance.now() - began)} ms`;
    write(`${String(number).padStart(2)}  ${title.padEnd(58)} ${latency.padStart(8)}  ${detail(result)}`);
    return result;
  };
}
export type Tell = ReturnType<typeof storyteller>;

async function withinTime<Result>(title: string, step: () => Promise<Result>, stepTimeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StepMissing(`${title}: nothing within ${stepTimeoutMs / 1_000} s`)), stepTimeoutMs);
  });
  try {
    return await Promise.race([step(), late]);
  } catch (error) {
    throw error instanceof StepMissing ? error : new StepMissing(`${title}: ${(error as Error).message}`, { cause: (error as Error).cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Asks until the answer is there; the step's own time-out ends it. */
export async function until<Result>(ask: () => Promise<Result | undefined | null>, everyMs = 200): Promise<Result> {
  for (;;) {
    const result = await ask();
    if (result !== undefined && result !== null) return result;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
