import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@sysops-squad/chassis/database/migrate';
import type { DatabaseUrls } from './databases.ts';
import { projectRoot } from './projectRoot.ts';
import { furtherSubgraphs } from './settings.ts';
import { isDone, markDone } from './setupSteps.ts';

const CONTEXTS = ['auth', 'customer', 'payment', 'ticket'] as const;
const LEFT_MONOLITH = 'rows taken over from the monolith';

/** Brings every context's tables up to date; returns how many migrations that took. */
export async function migrateContexts(databases: DatabaseUrls): Promise<number> {
  let applied = 0;
  for (const context of [...CONTEXTS, ...furtherSubgraphs]) {
    const migrationsDir = join(projectRoot, 'subgraphs', context, 'prisma', 'migrations');
    if (existsSync(migrationsDir)) applied += (await migrate({ databaseUrl: databases[context], migrationsDir })).length;
  }
  return applied;
}

/** The monolith's tables and, before anything has left it, its history. A database that has rows is left alone. */
export async function seedMonolith(databases: DatabaseUrls, seed: 'demo' | 'none', today: Date): Promise<string> {
  const monolith = await import('../../monolith/src/seed/index.ts');
  await monolith.createSchema(databases.monolith);
  if (seed === 'none') return 'not seeded';
  if (await haveLeft(databases)) return 'kept';
  const result = await monolith.seed(databases.monolith, { today });
  if (!result.seeded) return 'kept';
  const rows = Object.values(result.counts).reduce((sum, count) => sum + count, 0);
  return `${rows.toLocaleString('en')} rows in ${Object.keys(result.counts).length} tables`;
}

/** Once in their life the contexts that left take their rows over from the monolith; later differences are theirs. */
export async function takeOverRows(databases: DatabaseUrls, onProgress: (text: string) => void): Promise<boolean> {
  if (await haveLeft(databases)) return false;
  const { migrateAll } = await import('../../migration/src/migrateAll.ts');
  await migrateAll(databases, onProgress);
  for (const context of CONTEXTS) await markDone(databases[context], LEFT_MONOLITH);
  return true;
}

async function haveLeft(databases: DatabaseUrls): Promise<boolean> {
  const done = await Promise.all(CONTEXTS.map((context) => isDone(databases[context], LEFT_MONOLITH)));
  return done.every(Boolean);
}
