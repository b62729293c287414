import { parseArgs } from 'node:util';
import { bringUp, type Started } from './bringUp.ts';
import { LauncherError } from './launcherError.ts';
import { checkRoom, readScale, type Scale } from './scale/scale.ts';
import { readSettings } from './settings.ts';
import { createSteps } from './steps.ts';
import { stopRequested } from './stopRequested.ts';
import { summary } from './summary.ts';

// What this and its children write is for the user who starts it, and nobody else on the machine.
process.umask(0o077);

// Work that a stop has cut short may still hold the process.
process.exit(await main());

/** `npm start`: brings everything up, waits until it is asked to stop, takes everything down. */
async function main(): Promise<number> {
  const stop = stopRequested();
  const failed = unexpected();
  const started: Started = {};
  const steps = createSteps((line) => console.log(line));
  try {
    const settings = readSettings();
    const url = await bringUp(settings, scaleAsked(), steps, started, stop);
    if (!stop.aborted) steps.say(summary(settings, { router: url, mails: started.mails?.url }, process.uptime()));
    await Promise.race([aborted(stop), failed]);
    return 0;
  } catch (error) {
    if (stop.aborted) {
      steps.say(`  stopped before everything was up (${String(stop.reason)})`);
      return 0;
    }
    console.error(error instanceof LauncherError ? error.message : error);
    return 1;
  } finally {
    await takeDown(started, steps.say);
  }
}

/** `--scale customer=2,ticket=2` */
function scaleAsked(): Scale {
  const { scale: asked } = optionsGiven();
  const scale = asked === undefined ? {} : readScale(asked);
  checkRoom(scale);
  return scale;
}

function optionsGiven(): { scale?: string | undefined } {
  try {
    return parseArgs({ options: { scale: { type: 'string' } } }).values;
  } catch (error) {
    throw new LauncherError((error as Error).message);
  }
}

async function takeDown({ record, control, mails, supervisor, cluster }: Started, say: (line: string) => void): Promise<void> {
  const from = performance.now();
  const stops = [() => control?.stop(), () => mails?.stop(), () => record?.stopping(), () => supervisor?.stopAll(), () => cluster?.stop(), () => record?.remove()];
  for (const stop of stops) await Promise.resolve(stop()).catch((error: unknown) => console.error(error));
  if (cluster ?? supervisor) say(`Stopped in ${((performance.now() - from) / 1000).toFixed(1)} s; the data is kept.`);
}

/** A bug in here must not leave everything else running without us. */
function unexpected(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  process.on('uncaughtException', reject).on('unhandledRejection', reject);
  return promise;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
}
