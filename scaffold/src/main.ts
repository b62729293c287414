import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { newSubgraph, Refused } from './newSubgraph.ts';

const root = join(import.meta.dirname, '../..');

function run(script: string): void {
  const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const [name, ...rest] = process.argv.slice(2);
try {
  if (!name || rest.length > 0) throw new Refused('usage: npm run new:subgraph -- <name>');
  for (const file of await newSubgraph(root, name)) process.stdout.write(`wrote ${file}\n`);
  run('generate');
  run('compose');
  process.stdout.write(`
subgraphs/${name} composes. Next:
  npm test -- subgraphs/${name}    its tests
  npm start                          runs it with the rest, on a database of its own
  docs/add-a-subgraph.md             from here to a real context
`);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
