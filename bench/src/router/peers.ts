import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../peers');

/** Where a peer's program lies, once it is installed: never among our own packages, which nobody should have to download it with. */
export const peerFile = (path: string): string => join(folder, 'node_modules', path);

/** Installs what is compared with, unless it is there; says what it does. What then is missing is left out of the table. */
export function installPeers(tell: (what: string) => void): void {
  if (areInstalled()) return;
  tell('the gateways to compare with are installed into bench/peers (about 800 MB, once)');
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) tell(`they cannot be installed: ${stderr.trim().slice(-500)}`);
}

/** npm writes what it installed into a lock file of its own. */
function areInstalled(): boolean {
  if (!existsSync(peerFile('.package-lock.json'))) return false;
  type Lock = { packages: Record<string, { version?: string; optional?: boolean; peer?: boolean }> };
  const { packages: wanted } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lock;
  const { packages: installed } = JSON.parse(readFileSync(peerFile('.package-lock.json'), 'utf8')) as Lock;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => path === '' || optional || peer || installed[path]?.version === version);
}
