import { parseArgs } from 'node:util';
import { askLauncher } from './control/askLauncher.ts';
import { LauncherError } from './launcherError.ts';
import { readSettings } from './settings.ts';

const usage = 'npm run scale -- ticket=3,customer=2   or   npm run restart [-- ticket,customer]';

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof LauncherError ? error.message : error);
  return 1;
});

/** `npm run scale` and `npm run restart`: change what `npm start` runs, without a request failing. */
async function main(): Promise<number> {
  // A restart is always a rolling one.
  const { positionals } = parseArgs({ allowPositionals: true, options: { rolling: { type: 'boolean' } } });
  const [change, ...asked] = positionals;
  if (change !== 'scale' && change !== 'restart') throw new LauncherError(usage);
  await askLauncher(readSettings().dataDir, change, asked.join(','), console.log);
  console.log(change === 'scale' ? 'scaled' : 'restarted');
  return 0;
}
