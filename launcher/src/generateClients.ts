import { globSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateClient } from '@sysops-squad/chassis/database/generate';
import { isAlive } from './processes/isAlive.ts';
import { projectRoot } from './projectRoot.ts';

/** Brings every Prisma client up to date and returns the schemas whose client had to be made anew. */
export async function generateClients(): Promise<string[]> {
  const schemas = globSync('{subgraphs/*,monolith}/prisma/schema.prisma', { cwd: projectRoot });
  const release = await takeTurn(join(projectRoot, 'node_modules', '.cache', 'generate.lock'));
  try {
    const made: string[] = [];
    for (const schema of schemas.sort()) if (await generateClient(join(projectRoot, schema))) made.push(schema);
    return made;
  } finally {
    await release();
  }
}

/** Test runs and a start may come at the same moment; only one of them writes the generated files. */
async function takeTurn(lockFile: string): Promise<() => Promise<void>> {
  await mkdir(join(lockFile, '..'), { recursive: true });
  for (;;) {
    const lock = await open(lockFile, 'wx').catch(() => undefined);
    if (lock) {
      await lock.writeFile(String(process.pid));
      await lock.close();
      return () => rm(lockFile, { force: true });
    }
    const holder = Number(await readFile(lockFile, 'utf8').catch(() => ''));
    if (holder && !isAlive(holder)) await rm(lockFile, { force: true });
    await pause(50);
  }
}

if (import.meta.main) {
  const made = await generateClients();
  console.log(made.length ? `generated: ${made.join(', ')}` : 'generated clients are up to date');
}
