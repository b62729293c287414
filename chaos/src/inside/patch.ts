import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One change to one of our source files, made while a process of the campaign loads it. The file itself is never touched. */
export type Patch = {
  /** From the project's root. */
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
};

export const projectRoot = join(import.meta.dirname, '../../..');

/** @throws when the text is not there exactly once: the source has moved on, and the patch must follow */
export function applyPatch(source: string, { file, find, replace }: Patch): string {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places that read "${find}": correct the patch in chaos/src/inside`);
  return source.replace(find, () => replace);
}

export const applyPatches = (source: string, patches: readonly Patch[]): string => patches.reduce(applyPatch, source);

export const sourceOf = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

export function byFile(patches: readonly Patch[]): Map<string, Patch[]> {
  return Map.groupBy(patches, ({ file }) => file);
}
