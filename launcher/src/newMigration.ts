import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { diffSchema } from '@sysops-squad/chassis/database/diffSchema';
import { projectRoot } from './projectRoot.ts';
import { startTestServers } from './tests/testServers.ts';

process.exitCode = await main(process.argv.slice(2));

/**
 * `npm run migration:new -- <context> <name>` writes what changed in schema.prisma since the last migration.
 * `migrations/schema.prisma` holds the schema as of that one; `--baseline` says that the migrations lead to today's.
 */
async function main([context = '', name = '']: string[]): Promise<number> {
  const schemaFile = join(projectRoot, 'subgraphs', context, 'prisma', 'schema.prisma');
  const migrations = join(schemaFile, '..', 'migrations');
  const reached = join(migrations, 'schema.prisma');
  if (!context || !(name === '--baseline' || /^[a-z0-9_]+$/.test(name))) {
    return refuse('usage: npm run migration:new -- <context> <name_in_snake_case>|--baseline');
  }
  if (!existsSync(schemaFile)) return refuse(`${relative(projectRoot, schemaFile)} does not exist`);
  await mkdir(migrations, { recursive: true });
  const schema = await readFile(schemaFile, 'utf8');
  if (name !== '--baseline') {
    const before = existsSync(reached) ? await readFile(reached, 'utf8') : undefined;
    if (before === undefined && (await hasMigrations(migrations))) {
      return refuse(`${relative(projectRoot, reached)} is missing: once schema.prisma and migrations agree, run it with --baseline`);
    }
    const sql = await difference(before, schema);
    if (!sql) return refuse(`${context}: schema.prisma has not changed since the last migration, nothing to write`);
    await writeMigration(join(migrations, `${timestamp(new Date())}_${name}`), sql);
  }
  await writeFile(reached, schema);
  return 0;
}

async function difference(before: string | undefined, after: string): Promise<string | undefined> {
  const servers = await startTestServers();
  try {
    return await diffSchema(servers.environment['TEST_DATABASE_URL']!, before, after);
  } finally {
    await servers.stop();
  }
}

async function writeMigration(folder: string, sql: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), sql);
  console.log(`${sql}\nwritten to ${relative(projectRoot, folder)}; read it, and add the constraints that only SQL can express`);
}

async function hasMigrations(folder: string): Promise<boolean> {
  return (await readdir(folder, { withFileTypes: true })).some((entry) => entry.isDirectory());
}

function timestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(0, 14);
}

function refuse(message: string): number {
  console.error(message);
  return 1;
}
