import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../peers');

/** Where a peer's program lies, once it is installed: never among our own packages, which nobody should have to download it with. */
export const peerFile = (path: string): string => join(folder, 'node_modules', path);

/** Installs what is compared with, unless it is there; says what it does. What then is missing is left out of the table. */
export function installPeers(tell: (what: string) => void): void {
  if (existsSync(peerFile('.package-lock.json'))) return;
  tell('the gateways to compare with are installed into bench/peers (about 800 MB, once)');
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) tell(`they cannot be installed: ${stderr.trim().slice(-500)}`);
}
