import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CompositionFailed } from '../compose/compositionFailed.ts';
import { composeSupergraph } from '../compose/composeSupergraph.ts';
import { apiSchemaOf } from '../compose/crossCheck.ts';
import { compareSchemas, type Comparison } from './compareSchemas.ts';
import { readAt } from './schemaAtCommit.ts';
import { checkOperations, findOperationFiles } from './storedOperations.ts';

const root = resolve(import.meta.dirname, '../../..');
const usage = `npm run schema:check -- GIT_REF [--allow-breaking]
  compares the schema of that commit, branch or tag with the working tree's, and validates every stored operation against the latter`;

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof CompositionFailed)) throw error;
  for (const problem of error.problems) console.error(`✗ ${problem}`);
  return 1;
});

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'allow-breaking': { type: 'boolean', default: false } } });
  const ref = positionals[0];
  if (!ref || ref.startsWith('-')) throw new CompositionFailed([`name a commit, branch or tag to compare with\n${usage}`]);
  const configFile = join(root, 'supergraph.yaml');
  const before = apiSchemaOf((await composeSupergraph({ configFile, readFile: readAt(root, ref) }).catch(tellRef(ref))).supergraphSdl);
  const after = apiSchemaOf((await composeSupergraph({ configFile })).supergraphSdl);
  const comparison = await compareSchemas(before, after);
  print(comparison);
  const files = await findOperationFiles(root);
  const refused = await checkOperations(root, files, after);
  for (const line of refused) console.error(`✗ ${line}`);
  console.log(`${files.length} files of operations: ${refused.length === 0 ? 'all valid' : `${refused.length} problem(s)`}`);
  return refused.length > 0 || (comparison.breaking.length > 0 && !values['allow-breaking']) ? 1 : 0;
}

function tellRef(ref: string) {
  return (error: unknown): never => {
    if (error instanceof CompositionFailed) throw new CompositionFailed(error.problems.map((problem) => `at ${ref}: ${problem}`));
    throw new CompositionFailed([`at ${ref}: ${(error as Error).message}`]);
  };
}

function print(comparison: Comparison): void {
  for (const [level, changes] of Object.entries(comparison)) {
    console.log(`${level}: ${changes.length}`);
    for (const change of changes) console.log(`  ${change}`);
  }
}
