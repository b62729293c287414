import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stillRuns } from '../../launcher/src/processes/identity.ts';
import type { ProcessName } from '../../launcher/src/settings.ts';
import type { System } from '../../e2e/testing/system.ts';

const healthWithinMs = 10_000;
const lastGasp = /uncaught|unhandled|"msg":"died"|"level":60|FATAL ERROR|heap out of memory/i;

/** The processes of the system that do not run any more: nothing starts them again, so that none can fall unseen. */
export const fallen = ({ processes }: System): ProcessName[] =>
  [...processes()].filter(([, identity]) => !stillRuns(identity)).map(([name]) => name);

/** What must hold after any input: each process still runs, answers, and has logged nothing that nobody caught. */
export async function faultsOf(system: System): Promise<string[]> {
  const faults = fallen(system).map((name) => `${name} ended`);
  for (const [name] of system.processes()) {
    const live = await isLive(system.world.urls[name]);
    if (!live && !faults.includes(`${name} ended`)) faults.push(`${name} does not answer /health/live`);
    const log = await readFile(join(system.folder, 'logs', `${name}.log`), 'utf8');
    const line = log.split('\n').find((text) => lastGasp.test(text));
    if (line) faults.push(`${name} logged ${line.slice(0, 600)}`);
  }
  return faults;
}

const isLive = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`, { signal: AbortSignal.timeout(healthWithinMs) }).then(
    async (answer) => (await answer.body?.cancel(), answer.status === 200),
    () => false,
  );
