import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { orUsage } from '../../../launcher/src/commandLine.ts';
import { tell } from '../../../simulation/src/report/tell.ts';
import { readArguments, usage } from './arguments.ts';
import { benchRouter } from './bench.ts';
import { installPeers } from './peers.ts';
import { print } from './print.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = orUsage(readArguments, args, usage);
  if (!options) return 2;
  if (options.help) return console.log(usage), 0;
  if (process.platform !== 'linux' || cpus().length < 2) return console.error('bench:router needs Linux and two cores: one for the gateway, one for what surrounds it.'), 2;
  if (!options.offline) installPeers(tell);
  const { rows, skipped } = await benchRouter(options, tell);
  tell('');
  print(rows, skipped);
  if (options.json) await writeFile(options.json, `${JSON.stringify({ node: process.version, processor: cpus()[0]!.model, peers: options.bare ? 'bare' : 'guarded', rows, skipped }, null, 1)}\n`);
  const ours = rows.filter(({ gateway }) => gateway === 'ours');
  const guarded = ours.every(({ verifiesCallers, limitsDepth }) => verifiesCallers && limitsDepth);
  return guarded && (ours.length > 0 || !options.gateways.includes('ours')) ? 0 : 1;
}
