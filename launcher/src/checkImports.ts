import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';

const FOLDERS = ['router', 'subgraphs', 'workers', 'monolith', 'migration', 'import', 'demo', 'packages', 'launcher', 'e2e', 'fuzz', 'simulation', 'bench'];
const cli = join(projectRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const folders = FOLDERS.filter((folder) => existsSync(join(projectRoot, folder)));
const result = spawnSync(process.execPath, [cli, '--config', '.dependency-cruiser.cjs', ...folders], { cwd: projectRoot, stdio: 'inherit' });
process.exitCode = result.status ?? 1;
