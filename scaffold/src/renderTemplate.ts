import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const suffix = '.template';

/** `__name__`, `__Name__` and `__NAME__` in paths and texts stand for the context's name. */
const fill = (text: string, name: string): string =>
  text.replaceAll('__name__', name).replaceAll('__Name__', name[0]!.toUpperCase() + name.slice(1)).replaceAll('__NAME__', name.toUpperCase());

/** Writes every `*.template` below `from` into `to`, filled; returns the files written, relative to `to`. */
export async function renderTemplate(from: string, to: string, name: string): Promise<string[]> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const templates = entries.filter((entry) => entry.isFile() && entry.name.endsWith(suffix)).map((entry) => join(entry.parentPath, entry.name));
  const written: string[] = [];
  for (const template of templates.sort()) {
    const file = fill(relative(from, template).slice(0, -suffix.length), name);
    await mkdir(dirname(join(to, file)), { recursive: true });
    await writeFile(join(to, file), fill(await readFile(template, 'utf8'), name));
    written.push(file);
  }
  return written;
}
