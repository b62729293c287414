import { createRequire } from 'node:module';
import { CompositionFailed } from './compositionFailed.ts';

const require = createRequire(import.meta.url);
const installed = (): string => (require('@apollo/composition/package.json') as { version: string }).version;

/** rover fetches the composer that federation_version names; we have one, and say so when another is wanted. */
export function requireFederationVersion(wanted: string | undefined, version = installed()): void {
  if (wanted === undefined || wanted === '2' || wanted.replace(/^=/, '') === version) return;
  throw new CompositionFailed([
    `supergraph.yaml wants federation_version ${wanted}, but @apollo/composition ${version} is installed: write =${version}, or install the other`,
  ]);
}
