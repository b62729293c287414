import { renameSync, writeFileSync } from 'node:fs';
import type { ProcessName } from '../settings.ts';

/** Tells the router where the instances of each subgraph are: whole, or not at all. */
export function writeInstances(file: string, urls: Partial<Record<ProcessName, readonly string[]>>): void {
  const graphql = Object.entries(urls).map(([name, instances]) => [name, instances.map((url) => `${url}/graphql`)]);
  writeFileSync(`${file}.unfinished`, JSON.stringify(Object.fromEntries(graphql), null, 2), { mode: 0o600 });
  renameSync(`${file}.unfinished`, file);
}
