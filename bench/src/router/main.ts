import { writeFile } from 'node:fs/promises';
import { asText } from '../../../simulation/src/report/table.ts';
import { tell } from '../../../simulation/src/report/tell.ts';
import { orUsage } from '../../../launcher/src/commandLine.ts';
import { readArguments, usage } from './arguments.ts';
import { benchRouter, type Row } from './bench.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = orUsage(readArguments, args, usage);
  if (!options) return 2;
  if (options.help) return console.log(usage), 0;
  const rows = await benchRouter(options, tell);
  tell('');
  print(rows);
  if (options.json) await writeFile(options.json, `${JSON.stringify({ node: process.version, rows }, null, 1)}\n`);
  return 0;
}

function print(rows: readonly Row[]): void {
  const stockOf = (row: Row): Row => rows.find(({ query, gateway }) => query === row.query && gateway === 'gateway')!;
  console.log(asText({
    head: ['executor', 'query', 'KB', 'CPU ms/request', 'requests/s', '× less CPU than the gateway'],
    rows: rows.map((row) => [row.gateway, row.query, row.kilobytes.toFixed(1), row.cpuMsPerRequest.toFixed(3), row.requestsPerSecond.toFixed(0), (stockOf(row).cpuMsPerRequest / row.cpuMsPerRequest).toFixed(1)]),
  }));
}
