import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTicket, raiseTicket, signIn } from './freshStart/business.ts';
import { openToOthers } from './ownersAlone.ts';
import { launcherPid, npmStart, untilNothingRuns, type NpmStart } from './freshStart/npmStart.ts';
import { projectRoot } from './projectRoot.ts';

const INSTALL_AND_START = 600_000;
const START = 90_000;
const STOP = 10_000;

process.exitCode = await main();

/** What a stranger sees: clone, `npm start`, sign in, ask, stop, start again; then the launcher is killed, and started again. */
async function main(): Promise<number> {
  const folder = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'fresh start-'));
  const clone = join(folder, 'sysops squad');
  try {
    execFileSync('git', ['clone', '--quiet', projectRoot, clone]);
    await play(clone);
    return 0;
  } catch (error) {
    console.error('\nfresh start FAILED:', error);
    return 1;
  } finally {
    await leaveNothing(clone);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function play(clone: string): Promise<void> {
  const show = (text: string) => process.stdout.write(text);
  const first = await npmStart(clone, INSTALL_AND_START, show);
  const ticket = await raiseTicket(first.url, await signIn(first.url, 'customer@sysops.example'), 'fresh-start');
  console.log(`  first start ${first.seconds.toFixed(1)} s with installing; raised ${ticket.number}`);
  const open = openToOthers(join(clone, '.data'), ['postgres']);
  if (open.length > 0) throw new Error(`others may read ${open.join(', ')}`);
  console.log(`  stopped within ${(await stop(first, clone)).toFixed(1)} s`);

  const second = await npmStart(clone, START, show);
  await mustFind(second, ticket);
  console.log(`  second start ${second.seconds.toFixed(1)} s; ${ticket.number} is there`);

  process.kill(await launcherPid(clone), 'SIGKILL');
  await second.ended;
  const third = await npmStart(clone, START, show);
  await mustFind(third, ticket);
  console.log(`  start after kill -9 ${third.seconds.toFixed(1)} s; ${ticket.number} is there`);
  console.log(`  stopped within ${(await stop(third, clone)).toFixed(1)} s`);
}

async function stop({ npm, ended }: NpmStart, clone: string): Promise<number> {
  npm.kill('SIGTERM');
  const seconds = await untilNothingRuns(clone, STOP);
  await ended;
  return seconds;
}

async function mustFind({ url }: NpmStart, { id, number }: { id: string; number: string }): Promise<void> {
  const found = await findTicket(url, await signIn(url, 'customer@sysops.example'), id);
  if (found !== number) throw new Error(`ticket ${number} is gone after a start: ${String(found)}`);
}

/** `npm run reset` ends whatever a failed check left running. */
async function leaveNothing(clone: string): Promise<void> {
  try {
    execFileSync('npm', ['run', 'reset', '--', '--yes'], { cwd: clone, stdio: 'ignore', timeout: 60_000 });
    await untilNothingRuns(clone, STOP);
  } catch {
    // No clone, or nothing that could be reset.
  }
}
