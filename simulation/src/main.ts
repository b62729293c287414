import { orUsage } from '../../launcher/src/commandLine.ts';
import { readArguments, usage, type Arguments } from './arguments.ts';
import { gainsOf } from './measures/gains.ts';
import { moments } from './moment/moment.ts';
import { migratedPolicy, policyFrom } from './policy.ts';
import { makeReport, writeReport } from './report/report.ts';
import { asText, dayTable, gainTable, momentTable } from './report/table.ts';
import { tell } from './report/tell.ts';
import { simulate, type Result, type Wish } from './simulate.ts';
import { MEASURED_DAY } from './world/calendar.ts';
import { knownBusiness } from './world/world.ts';

/** They are short, and differ more than days do. */
const MORNINGS = 12;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = orUsage(readArguments, args, usage);
  if (!options) return 2;
  if (options.help) return console.log(usage), 0;
  const wish = wishOf(options);
  const results = simulate(wish, (done, all, what) => tell(`${done} of ${all}: ${what}`));
  const seeds = Array.from({ length: Math.max(MORNINGS, wish.days) }, (_, n) => wish.seed + n);
  const compared = ['batch', 'greedy'].every((name) => results.some(({ strategy }) => strategy === name));
  const atOnce = compared ? moments({ world: knownBusiness({ ...wish, today: MEASURED_DAY }), policy: wish.policy, seeds }, tell) : [];
  tell('');
  print(results);
  if (compared) console.log(`\nWhat matching together saves at one moment, by how many wait in one territory\n${asText(momentTable(atOnce))}`);
  if (options.report) console.log(`\n${await writeReport(options.report, makeReport(wish, results, atOnce), results)}/index.html`);
  return 0;
}

function wishOf({ policy, 'batch-seconds': batchSeconds, help: _, report: __, ...wish }: Arguments): Wish {
  return { ...wish, batchMs: batchSeconds * 1_000, policy: policy ? policyFrom(policy) : migratedPolicy() };
}

function print(results: readonly Result[]): void {
  for (const [{ name, what }, of] of Map.groupBy(results, ({ regime }) => regime)) console.log(`\n${name}: ${what}\n${asText(dayTable(of))}`);
  const gains = gainsOf(results);
  if (gains.length > 0) console.log(`\n${asText(gainTable(gains))}`);
}
