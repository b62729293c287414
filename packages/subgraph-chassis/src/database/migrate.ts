import pg from 'pg';
import { readMigrations } from './migrationFiles.ts';
import { withSchemaEngine } from './schemaEngine.ts';

const EVERYTHING = { externalTables: [], externalEnums: [] };

export type Migrate = { databaseUrl: string; migrationsDir: string };

/**
 * Applies the migrations that the database lacks and returns their names, oldest first.
 * Safe when several processes start at once: the others wait for the first, then find nothing to do.
 */
export async function migrate({ databaseUrl, migrationsDir }: Migrate): Promise<string[]> {
  const migrationsList = await readMigrations(migrationsDir);
  const apply = async () =>
    withSchemaEngine(databaseUrl, (engine) => engine.applyMigrations({ migrationsList, filters: EVERYTHING }));
  try {
    return (await alone(databaseUrl, apply)).appliedMigrationNames;
  } catch (error) {
    throw new Error(`migrations in ${migrationsDir} failed: ${messageOf(error)}`, { cause: error });
  }
}

async function alone<T>(databaseUrl: string, run: () => Promise<T>): Promise<T> {
  const lock = new pg.Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('prisma-migrations'))`);
    return await run();
  } finally {
    await lock.end();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
