import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './patch.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sysops-preload-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Ended = { output: string; signal: NodeJS.Signals | null; code: number | null };

/** Runs a script in a process of ours as a campaign starts them; `onLine` is called with each line that it prints. */
async function run(script: string, environment: Record<string, string>, onLine: (line: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined): Promise<Ended> {
  const file = join(folder, 'script.ts');
  await writeFile(file, script);
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const preload = pathToFileURL(join(projectRoot, 'chaos/src/inside/preload.ts')).href;
  const child = spawn(process.execPath, [`--import=${preload}`, file], { env: { ...inherited, SYSOPS_CAMPAIGN: folder, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    onLine(data.toString().trim(), (signal) => child.kill(signal));
  });
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ output, signal, code })));
}

const rules = pathToFileURL(join(projectRoot, 'subgraphs/ticket/src/domain/viewer.ts')).href;
const looks = `import { viewOf } from '${rules}';
console.log(String(viewOf({ staff: false, customerId: 'cus_1', expertId: null }, { customerId: 'cus_2' }, false)));`;

test('without a mutant the code is what it is; with one it is changed in that process alone', async () => {
  expect((await run(looks, { SYSOPS_ROLE: 'ticket' })).output).toBe('null\n');
  expect((await run(looks, { SYSOPS_ROLE: 'ticket', SYSOPS_MUTANT: 'anybody-may-look' })).output).toBe('CUSTOMER\n');
  expect(await readFile(join(projectRoot, 'subgraphs/ticket/src/domain/viewer.ts'), 'utf8')).toContain('viewer.customerId === ticket.customerId');
});

test('a process dies at a point that was armed for its role, once, and at no other', async () => {
  const reaches = `globalThis.sysopsCrashPoint('here'); console.log('passed');`;
  await writeFile(join(folder, 'relay.elsewhere.armed'), '');
  await writeFile(join(folder, 'ticket.here.armed'), '');
  expect(await run(reaches, { SYSOPS_ROLE: 'relay' })).toMatchObject({ output: 'passed\n', code: 0 });
  await writeFile(join(folder, 'relay.here.armed'), '');
  expect(await run(reaches, { SYSOPS_ROLE: 'relay' })).toMatchObject({ output: '', signal: 'SIGKILL' });
  expect(existsSync(join(folder, 'relay.here.armed'))).toBe(false);
  expect(await run(reaches, { SYSOPS_ROLE: 'relay' })).toMatchObject({ output: 'passed\n', code: 0 });
});

test('its clock jumps at a signal, and back at the next', async () => {
  const tells = `console.log('ready'); const began = new Date();
    process.on('SIGUSR2', () => { console.log(Math.round((Date.now() - began.getTime()) / 60_000), new Date() instanceof Date, began instanceof Date, new Date(0).getTime()); });
    setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0));`;
  let signals = 0;
  const { output } = await run(tells, { SYSOPS_CLOCK_OFFSET_MS: '3600000' }, (_, kill) => kill((signals += 1) > 2 ? 'SIGTERM' : 'SIGUSR2'));
  expect(output).toBe('ready\n60 true true 0\n0 true true 0\n');
});
