import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openSession } from '@sysops-squad/client/session';
import { runningRouter } from '../../launcher/src/runningRouter.ts';
import { readCommand, usage, type ImportCommand } from './command.ts';
import { leftOver, prepareImport, sendImport, type Prepared } from './importExport.ts';
import { leftOverCsv } from './leftOverCsv.ts';
import { progressBar } from './progress.ts';
import { summary } from './summary.ts';

async function send(prepared: Prepared, command: ImportCommand): Promise<void> {
  const session = await openSession({
    url: await runningRouter(command.url),
    email: command.email ?? 'admin@sysops.example',
    password: process.env['SYSOPS_PASSWORD'] ?? 'sysops-squad-demo',
    timeoutMs: 30_000,
  });
  await sendImport(prepared, { session, source: command.source, onProgress: progressBar(process.stdout) });
}

/** The files hold what customers wrote: for their owner alone. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}

/** @returns the exit status */
async function run(command: ImportCommand): Promise<number> {
  const prepared = await prepareImport(command);
  if (!command.isDryRun) await send(prepared, command);
  const name = `${command.source.replace(/[^\w.-]+/g, '_')}.json`;
  const report = resolve(command.report ?? join(process.env['DATA_DIR'] ?? '.data', 'import', name));
  const rest = leftOver(prepared);
  const restFile = rest.length > 0 ? report.replace(/(\.json)?$/, '.left-over.csv') : null;
  await write(report, JSON.stringify(prepared.report, null, 2));
  if (restFile) await write(restFile, leftOverCsv(prepared.headers, rest));
  process.stdout.write(`${summary(prepared.report, { report, leftOver: restFile })}\n`);
  return rest.length > 0 ? 2 : 0;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  return process.exit(1);
}

let command: ImportCommand;
try {
  command = readCommand(process.argv.slice(2));
} catch (error) {
  fail(`${(error as Error).message}\n${usage}`);
}
try {
  process.exitCode = await run(command);
} catch (error) {
  const cause = (error as { cause?: { code?: string } }).cause?.code;
  const remedy = cause ? ` (${cause}): is the system running at ${await runningRouter(command.url)}? Start it with npm start.` : '';
  fail(`import failed: ${(error as Error).message}${remedy}`);
}
