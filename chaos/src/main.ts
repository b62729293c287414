import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stopRequested } from '../../launcher/src/stopRequested.ts';
import { orUsage } from '../../launcher/src/commandLine.ts';
import { readArguments, usage, type Arguments } from './arguments.ts';
import { runCampaign } from './campaign.ts';
import { mutants } from './inside/mutants.ts';
import { page } from './report/page.ts';
import { makeReport, type Report } from './report/report.ts';
import { summarise } from './report/summary.ts';

// Whoever is still waiting for an answer is not waited for.
process.exit(await main(process.argv.slice(2)));

/** 0: every promise was kept; 1: one was broken, or the system never came to rest; 2: the campaign could not be held. */
async function main(args: string[]): Promise<number> {
  const options = orUsage(readArguments, args, usage);
  if (!options) return 2;
  if (options.help) return console.log(usage), 0;
  if (options['list-mutants']) return mutants.forEach(({ name, what }) => console.log(`${name.padEnd(28)} ${what}`)), 0;
  try {
    if (options.summary) return await addUp(options.files), 0;
    return await hold(options);
  } catch (error) {
    console.error(error);
    return 2;
  }
}

async function hold({ minutes, seed, broker, mutant, provoke, rate, only, apart, spike, scale, settle, keep, report: file, ...more }: Arguments): Promise<number> {
  const options = {
    minutes, seed, broker, mutant, provoke, rate, only, apart, spike, scale, settleMs: settle * 1_000, faultsPerMinute: more['faults-per-minute'], keep,
    say: (line: string) => console.log(line), stopped: stopRequested(),
  };
  let report: Report | undefined;
  await runCampaign(options, async (result) => {
    report = makeReport(options, result);
    if (file) await write(file, report);
    if (keep) console.log(`  logs: ${result.folder}/logs`);
  });
  print(report!);
  return report!.violations.length > 0 || !report!.rest.reached ? 1 : 0;
}

async function addUp(files: readonly string[]): Promise<void> {
  const reports = await Promise.all(files.toSorted().map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Report));
  const folder = dirname(files[0] ?? '.');
  const { text, pictures } = summarise(reports);
  for (const [name, content] of Object.entries({ 'README.md': text, ...pictures })) await writeFile(join(folder, name), content);
  console.log(`${files.length} reports added up in ${join(folder, 'README.md')}`);
}

async function write(file: string, report: Report): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${asText(report)}\n`);
  await writeFile(file.replace(/\.json$/, '.html'), page(report));
}

/** A line for each part and for each fault, and no more. */
function asText({ timeline, ...report }: Report): string {
  const parts = Object.entries(report).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const faults = timeline.faults.map((fault) => JSON.stringify(fault)).join(',\n');
  return `{\n${parts.join(',\n')},\n"timeline": {"acknowledged": ${JSON.stringify(timeline.acknowledged)}, "faults": [\n${faults}]}\n}`;
}

function print(report: Report): void {
  const { faults, tickets, unknown, recoveryMsP99, clientMsP99, measures, violations, rest } = report;
  console.log(`${faults} faults, ${tickets} tickets (${report.ticketsPerSecond} a second), ${unknown} unknown; recovery p99 ${recoveryMsP99} ms, clients p99 ${clientMsP99} ms`);
  console.log(Object.entries(measures).map(([measure, count]) => `${measure} ${count}`).join(', '));
  for (const { promise, measure, subject, detail } of violations.slice(0, 15)) console.log(`  promise ${promise}, ${measure}: ${subject}: ${detail}`);
  if (violations.length > 15) console.log(`  and ${violations.length - 15} more`);
  if (report.caughtBy) console.log(report.caughtBy.length > 0 ? `Caught: ${report.caughtBy.map((measure) => `${measure} ${measures[measure]}`).join(', ')}` : 'NOT CAUGHT');
  console.log(violations.length === 0 && rest.reached ? 'Every promise was kept.' : 'BROKEN');
}
