import { glob, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeManifest } from './persistedManifest.ts';

const root = resolve(import.meta.dirname, '../../..');
const usage = `npm run persisted -- --out FILE [--from FOLDER]…
  writes what clients may send in production, from operations/*.graphql unless told otherwise, for PERSISTED_OPERATIONS`;

const { values } = parseArgs({ options: { out: { type: 'string' }, from: { type: 'string', multiple: true, default: [join(root, 'operations')] } } });
if (values.out) await write(values.out, values.from);
else {
  console.error(usage);
  process.exitCode = 1;
}

async function write(out: string, folders: string[]): Promise<void> {
  const files: string[] = [];
  for (const folder of folders) for await (const name of glob('*.graphql', { cwd: folder })) files.push(join(folder, name));
  const manifest = makeManifest(await Promise.all(files.sort().map((file) => readFile(file, 'utf8'))));
  await writeFile(out, `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${manifest.operations.length} operations from ${files.length} files: wrote ${relative('', out)}`);
}
