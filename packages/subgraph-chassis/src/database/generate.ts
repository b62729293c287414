import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const { resolve } = createRequire(import.meta.url);

/**
 * Generates the Prisma client of one schema into `generated/` beside its `prisma/` folder.
 * Returns false when the client there was made from the same schema by the same Prisma.
 */
export async function generateClient(schemaFile: string): Promise<boolean> {
  const output = join(dirname(schemaFile), '..', 'generated');
  const stampFile = join(output, 'stamp');
  const stamp = await stampOf(schemaFile);
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return false;
  await rm(stampFile, { force: true });
  await prismaGenerate(schemaFile);
  if (!existsSync(output)) throw new Error(`${schemaFile}: the generator's output must be "../generated"`);
  await writeFile(stampFile, stamp);
  return true;
}

async function stampOf(schemaFile: string): Promise<string> {
  const { version } = JSON.parse(await readFile(resolve('prisma/package.json'), 'utf8')) as { version: string };
  return createHash('sha256').update(version).update(await readFile(schemaFile)).digest('hex');
}

async function prismaGenerate(schemaFile: string): Promise<void> {
  const cli = join(dirname(resolve('prisma/package.json')), 'build', 'index.js');
  // Generating needs no schema engine, but Prisma downloads one unless it is told that it has one: any file will do.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: cli, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
  const arguments_ = [cli, 'generate', '--schema', schemaFile, '--no-hints'];
  await promisify(execFile)(process.execPath, arguments_, { env, timeout: 120_000 }).catch((error: { stderr?: string; stdout?: string }) => {
    throw new Error(`prisma generate failed for ${schemaFile}:\n${error.stderr ?? ''}${error.stdout ?? ''}`, { cause: error });
  });
}
