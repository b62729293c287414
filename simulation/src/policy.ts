import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DispatchPolicy } from './dispatchCore.ts';

const migrations = join(import.meta.dirname, '..', '..', 'subgraphs', 'ticket', 'prisma', 'migrations');
const inserted = /INSERT INTO dispatch_policy[^']*(?:'20[^']*'[^']*)?'(\{[^']*\})'/g;

/** The policy of a freshly migrated database: the last one that its migrations write. */
export function migratedPolicy(): DispatchPolicy {
  const folders = readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const texts = folders.flatMap((name) => [...readFileSync(join(migrations, name, 'migration.sql'), 'utf8').matchAll(inserted)].map((match) => match[1]!));
  return { ...(JSON.parse(texts.at(-1)!) as Omit<DispatchPolicy, 'version'>), version: texts.length };
}

/** Another one, to see on a simulated day what it would do before it is saved. */
export const policyFrom = (file: string): DispatchPolicy => ({ ...migratedPolicy(), ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<DispatchPolicy>) });
