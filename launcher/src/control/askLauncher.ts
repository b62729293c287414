import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { readRun } from '../dataFolder.ts';
import { LauncherError } from '../launcherError.ts';
import { stillRuns } from '../processes/identity.ts';
import { done, failed } from './control.ts';

/**
 * Has the launcher on this data folder make a change, and tells how far it is.
 * @throws LauncherError when nothing runs there, or with the reason why it was not done
 */
export async function askLauncher(dataDir: string, change: 'scale' | 'restart', asked: string, say: (line: string) => void): Promise<void> {
  const run = await readRun(dataDir);
  if (!run || !stillRuns(run.launcher)) throw new LauncherError(`nothing runs on ${dataDir}: npm start starts it`);
  if (!run.control || run.stopping) throw new LauncherError('it is still starting, or stopping: try again in a moment');
  const { url, token } = run.control;
  const response = await fetch(`${url}/${change}`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: asked });
  for await (const line of createInterface(Readable.fromWeb(response.body as ReadableStream))) {
    if (line === done) return;
    if (line.startsWith(failed)) throw new LauncherError(line.slice(failed.length));
    say(line);
  }
  throw new LauncherError('the launcher ended before it was done');
}
