import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openSession } from '@sysops-squad/client/session';
import { importExport, type Report } from './importExport.ts';
import { progressBar } from './progress.ts';

const usage = `npm run import -- FILE.csv [--source NAME] [--report FILE.json] [--url URL] [--email ADMIN]
  FILE.csv   another desk's export: tickets with customer, product, status, priority and times
  --source   name of that desk; with the row's ticket id it makes a repetition safe (default: the file's name)
  --report   where the report goes (default: DATA_DIR/import/<source>.json)
  --url      the router (default: ROUTER_URL, else http://127.0.0.1:PORT/graphql)
  --email    an ADMIN account; its password is read from SYSOPS_PASSWORD (default: the demo administrator)`;

const options = { source: { type: 'string' }, report: { type: 'string' }, url: { type: 'string' }, email: { type: 'string' }, help: { type: 'boolean' } } as const;

function readCommand() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help || positionals.length !== 1) throw new Error('give exactly one FILE.csv');
    return { ...values, file: positionals[0]! };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    return process.exit(1);
  }
}

function summary(report: Report, reportFile: string): string {
  const unknown = Object.entries(report.unknownProducts).map(([name, rows]) => `${name} ${rows}`);
  return [
    `${report.rows} rows: ${report.created} created, ${report.existed} were here already, ${report.refused.length} refused`,
    `customers: ${report.customersCreated} created, ${report.customersExisted} were here already`,
    unknown.length > 0 ? `products we do not support (open tickets wait for a person): ${unknown.join(', ')}` : 'every product is known',
    ...report.refused.slice(0, 10).map(({ line, reason }) => `  line ${line}: ${reason}`),
    `report: ${reportFile}`,
  ].join('\n');
}

const command = readCommand();
const source = command.source ?? basename(command.file);
const dataFolder = process.env['DATA_DIR'] ?? '.data';
const reportFile = resolve(command.report ?? join(dataFolder, 'import', `${source.replace(/[^\w.-]+/g, '_')}.json`));
const url = command.url ?? process.env['ROUTER_URL'] ?? `http://127.0.0.1:${process.env['PORT'] ?? 4000}/graphql`;
try {
  const session = await openSession({
    url,
    email: command.email ?? 'admin@sysops.example',
    password: process.env['SYSOPS_PASSWORD'] ?? 'sysops-squad-demo',
    timeoutMs: 30_000,
  });
  const report = await importExport({ session, file: command.file, source, onProgress: progressBar(process.stdout) });
  await mkdir(dirname(reportFile), { recursive: true });
  await writeFile(reportFile, JSON.stringify(report, null, 2));
  process.stdout.write(`${summary(report, reportFile)}\n`);
} catch (error) {
  const cause = (error as { cause?: { code?: string } }).cause?.code;
  process.stderr.write(`import failed: ${(error as Error).message}${cause ? ` (${cause}): is the system running at ${url}? Start it with npm start.` : ''}\n`);
  process.exit(1);
}
