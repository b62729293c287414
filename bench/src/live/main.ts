import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { asText } from '../../../simulation/src/report/table.ts';
import { tell } from '../../../simulation/src/report/tell.ts';
import { orUsage } from '../../../launcher/src/commandLine.ts';
import { readArguments, usage } from './arguments.ts';
import { benchLive } from './bench.ts';
import { missingFiles } from './openFiles.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = orUsage(readArguments, args, usage);
  if (!options) return 2;
  if (options.help) return console.log(usage), 0;
  const missing = missingFiles(options.sockets);
  if (missing) return console.error(missing), 2;
  const [loadBefore] = loadavg();
  const figures = await benchLive(options, tell);
  const { sockets, heapKbPerSocket, rssKbPerSocket, youngKbPerSocket, delivery, cpuMsPerEvent } = figures;
  const ms = (value: number): string => value.toFixed(0);
  console.log(asText({
    head: ['sockets', 'heap KB/socket', 'resident KB/socket', 'of it young', 'delivery p50 ms', 'p99 ms', 'last ms', 'router CPU ms/event'],
    rows: [[`${sockets}`, heapKbPerSocket.toFixed(1), rssKbPerSocket.toFixed(1), youngKbPerSocket.toFixed(1), ms(delivery.p50Ms), ms(delivery.p99Ms), ms(delivery.maxMs), cpuMsPerEvent.toFixed(3)]],
  }));
  if (options.json) await writeFile(options.json, `${JSON.stringify({ node: process.version, loadBefore, figures }, null, 1)}\n`);
  return 0;
}
