import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeSupergraph } from '../../router/src/compose/composeSupergraph.ts';
import { LauncherError } from './launcherError.ts';
import { projectRoot } from './projectRoot.ts';

export const supergraphFile = join(projectRoot, 'supergraph.graphql');

/** Composes supergraph.yaml and says whether the committed supergraph is the same; the router serves the committed one. */
export async function checkSupergraph(): Promise<'as committed' | 'differs from supergraph.yaml: npm run compose'> {
  const committed = await readFile(supergraphFile, 'utf8').catch(() => {
    throw new LauncherError('supergraph.graphql is missing: npm run compose');
  });
  const { supergraphSdl } = await composeSupergraph({ configFile: join(projectRoot, 'supergraph.yaml') });
  return supergraphSdl === committed ? 'as committed' : 'differs from supergraph.yaml: npm run compose';
}
