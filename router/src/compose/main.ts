import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { uncovered } from '../authorization/ruleCoverage.ts';
import { buildSupergraph } from '../authorization/securityDirectives.ts';
import { CompositionFailed } from './compositionFailed.ts';
import { composeSupergraph, type Composition } from './composeSupergraph.ts';
import { crossCheck } from './crossCheck.ts';
import { describeHints } from './describeHints.ts';

const root = resolve(import.meta.dirname, '../../..');
const usage = `npm run compose -- [--check] [--without SUBGRAPH]… [--config FILE] [--output FILE]
  writes supergraph.graphql from supergraph.yaml, when every field says who may have it
  --check    writes nothing and fails when the file differs
  --without  composes as if that subgraph were not listed, and writes nothing`;

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof CompositionFailed)) throw error;
  for (const problem of error.problems) console.error(`✗ ${problem}`);
  console.error(`${error.problems.length} problem(s): nothing was written`);
  return 1;
});

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      without: { type: 'string', multiple: true, default: [] },
      config: { type: 'string', default: join(root, 'supergraph.yaml') },
      output: { type: 'string', default: join(root, 'supergraph.graphql') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(usage);
  const composition = await composeSupergraph({ configFile: resolve(values.config), without: values.without });
  const problems = [...(await crossCheck(composition)), ...uncovered(buildSupergraph(composition.supergraphSdl))];
  if (problems.length > 0) throw new CompositionFailed(problems);
  for (const line of describeHints(composition.hints, composition.subgraphs)) console.log(line);
  if (values.without.length > 0) return say(`${describe(composition)} without ${values.without.join(', ')}: composes`);
  return values.check ? check(composition, values.output) : write(composition, values.output);
}

async function check(composition: Composition, file: string): Promise<number> {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed === composition.supergraphSdl) return say(`${describe(composition)}: ${relative('', file)} is up to date`);
  console.error(`✗ ${relative('', file)} is not what the subgraphs' schemas compose to: run npm run compose and commit it`);
  return 1;
}

async function write(composition: Composition, file: string): Promise<number> {
  await writeFile(file, composition.supergraphSdl);
  return say(`${describe(composition)}: wrote ${relative('', file)}`);
}

function describe({ subgraphs }: Composition): string {
  return subgraphs.map(({ name }) => name).join(', ');
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}
