import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './projectRoot.ts';

const require = createRequire(import.meta.url);
const { forbidden } = require(join(projectRoot, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] };

/** For each rule a file that breaks it, and what that file imports. */
const breaches: Record<string, [file: string, imports: string]> = {
  'no-circular': ['router/src/a.ts', './b.ts'],
  'domain-is-pure': ['subgraphs/auth/src/domain/lock.ts', '../commands/login.ts'],
  'only-storage-knows-prisma': ['subgraphs/auth/src/queries/user.ts', '../../generated/client.ts'],
  'only-messaging-knows-bullmq': ['subgraphs/ticket/src/commands/createTicket.ts', 'bullmq'],
  'only-legacy-knows-the-monolith': ['router/src/shortcut.ts', '../../subgraphs/legacy/src/monolith/rest.ts'],
  'legacy-speaks-rest': ['subgraphs/legacy/src/queries/article.ts', '../../../../monolith/src/articles.ts'],
  'no-subgraph-imports-another': ['subgraphs/payment/src/queries/plan.ts', '../../../auth/src/commands/login.ts'],
  'workers-reach-contexts-through-the-graph': ['workers/ticket-workflow/src/offer.ts', '../../../subgraphs/auth/src/commands/login.ts'],
  'only-the-ticket-worker-shares-ticket': ['workers/notification/src/send.ts', '../../../subgraphs/ticket/src/domain/ticket.ts'],
  'packages-know-no-context': ['packages/subgraph-chassis/src/clever.ts', '../../../subgraphs/auth/src/commands/login.ts'],
  'tests-stay-in-tests': ['subgraphs/auth/src/start.ts', './testing/anAccount.ts'],
};

const harmless = [
  'subgraphs/auth/src/commands/login.ts',
  'subgraphs/auth/generated/client.ts',
  'subgraphs/auth/src/testing/anAccount.ts',
  'subgraphs/legacy/src/monolith/rest.ts',
  'subgraphs/ticket/src/domain/ticket.ts',
  'monolith/src/articles.ts',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imports-'));
  await cp(join(projectRoot, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'));
  await write('package.json', '{ "type": "module" }');
  await write('tsconfig.json', '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }');
  await write('node_modules/bullmq/package.json', '{ "name": "bullmq", "main": "index.js" }');
  await write('node_modules/bullmq/index.js', '');
  await write('router/src/b.ts', `import './a.ts';\nexport {};`);
  for (const file of harmless) await write(file, 'export const made = 1;');
  for (const [file, imports] of Object.values(breaches)) await write(file, `import '${imports}';\nexport {};`);
});
afterAll(() => rm(folder, { recursive: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

type Violation = { from: string; rule: { name: string } };

async function cruise(): Promise<Violation[]> {
  const cli = join(projectRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const flags = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'router', 'subgraphs', 'workers', 'monolith', 'packages'];
  const options = { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } };
  const output = await promisify(execFile)(process.execPath, [cli, ...flags], options).catch((error: { stdout: string }) => error);
  return (JSON.parse(output.stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

test('every import rule catches the file that breaks it, and files that break none pass', async () => {
  expect(Object.keys(breaches).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  const caught = (await cruise()).map(({ from, rule }) => `${rule.name}: ${from}`);
  for (const [name, [file]] of Object.entries(breaches)) expect(caught).toContain(`${name}: ${file}`);
  for (const file of harmless) expect(caught.filter((line) => line.endsWith(file))).toEqual([]);
});
