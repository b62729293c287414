import { orUsage } from '../../launcher/src/commandLine.ts';
import { generateClients } from '../../launcher/src/generateClients.ts';
import { startTestServers } from '../../launcher/src/tests/testServers.ts';
import { readArguments, usage, type Arguments } from './arguments.ts';
import type { Fuzzer } from './fuzzer.ts';
import { fuzzers } from './fuzzers.ts';
import { report } from './report.ts';

process.exit(await main(process.argv.slice(2)));

/** 0: nothing fell; 1: something did; 2: there was nothing to try it on. */
async function main(args: string[]): Promise<number> {
  const options = orUsage(readArguments, args, usage);
  if (!options) return 2;
  if (options.help) return (console.log(usage), 0);
  if (options.list) return (fuzzers.forEach(({ name, what }) => console.log(`${name.padEnd(12)} ${what}`)), 0);
  const chosen = options.fuzzers.length === 0 ? fuzzers : fuzzers.filter(({ name }) => options.fuzzers.includes(name));
  const unknown = options.fuzzers.filter((name) => !fuzzers.some((fuzzer) => fuzzer.name === name));
  if (unknown.length > 0) return (console.error(`there is no fuzzer ${unknown.join(', ')}; --list names them`), 2);
  return hold(chosen, options).catch((error: unknown) => (console.error(error), 2));
}

async function hold(chosen: readonly Fuzzer[], options: Arguments): Promise<number> {
  await generateClients();
  const servers = await startTestServers();
  Object.assign(process.env, servers.environment);
  try {
    const { startSystem } = await import('../../e2e/testing/system.ts');
    const system = await startSystem();
    let faults = 0;
    try {
      for (const fuzzer of chosen) {
        const result = await fuzzer.run(system, { ...options, budgetMs: options.seconds * 1_000, say: console.log });
        faults += result.faults.length;
        console.log(report(fuzzer.name, options.seed, result));
      }
    } finally {
      if (options.keep) console.log(`  logs: ${system.folder}/logs`);
      await system.stop({ keepFolder: options.keep });
    }
    return faults > 0 ? 1 : 0;
  } finally {
    await servers.stop();
  }
}
