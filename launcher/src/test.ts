import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { generateClients } from './generateClients.ts';
import { projectRoot } from './projectRoot.ts';
import { stopRequested } from './stopRequested.ts';
import { startTestServers } from './tests/testServers.ts';

/** In an e2e spec a whole system runs, which takes the processors for itself; with the others there are as many at a time as there are processors, up to four. */
const everything = [
  ['(unit|int)\\.spec\\.ts$', `--maxWorkers=${Math.min(4, availableParallelism())}`],
  ['e2e\\.spec\\.ts$'],
];

process.exitCode = await main(process.argv.slice(2));

/** `npm test [-- jest arguments]`: clients, servers, jest, and the servers are gone again whatever happened to jest. */
async function main(jestArguments: string[]): Promise<number> {
  const interrupted = stopRequested();
  await generateClients();
  const servers = await startTestServers();
  try {
    let result = 0;
    for (const run of jestArguments.length > 0 ? [jestArguments] : everything) {
      if (interrupted.aborted) return 130;
      result = (await runJest(run, servers.environment, interrupted)) || result;
    }
    return result;
  } finally {
    await servers.stop();
  }
}

function runJest(jestArguments: string[], servers: Record<string, string>, interrupted: AbortSignal): Promise<number> {
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', process.env['NODE_OPTIONS'] ?? ''];
  const env = { ...process.env, ...servers, NODE_OPTIONS: options.join(' ').trim(), APOLLO_TELEMETRY_DISABLED: 'true' };
  const jest = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [jest, ...jestArguments], { cwd: projectRoot, env, stdio: 'inherit' });
  interrupted.addEventListener('abort', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(interrupted.aborted ? 130 : (code ?? 1)));
  });
}
