import { writeFile } from 'node:fs/promises';
import { startTestServers } from '../../../launcher/src/tests/testServers.ts';
import { migratedPolicy } from '../../../simulation/src/policy.ts';
import { asText } from '../../../simulation/src/report/table.ts';
import { tell } from '../../../simulation/src/report/tell.ts';
import { orUsage } from '../../../launcher/src/commandLine.ts';
import { readArguments, usage } from './arguments.ts';
import { benchDispatch, type Row } from './bench.ts';
import { matchingRows, type MatchingRow } from './matching.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = orUsage(readArguments, args, usage);
  if (!options) return 2;
  if (options.help) return console.log(usage), 0;
  const policy = migratedPolicy();
  const servers = options.turns > 0 ? await startTestServers() : null;
  Object.assign(process.env, servers?.environment);
  try {
    const rows = await benchDispatch({ ...options, policy }, tell);
    const matching = await matchingRows(policy, options.repetitions, tell);
    tell('');
    print(rows, matching);
    if (options.json) await writeFile(options.json, `${JSON.stringify({ node: process.version, rows, ratios: ratiosOf(rows), matching }, null, 1)}\n`);
    return 0;
  } finally {
    await servers?.stop();
  }
}

type Ratio = { growth: string; layer: string; from: number; to: number; p50: number; p99: number };

/** From the smallest business to the largest, by growth. */
function ratiosOf(rows: readonly Row[]): Ratio[] {
  const least = Math.min(...rows.map(({ experts }) => experts));
  const most = Math.max(...rows.map(({ experts }) => experts));
  return rows.filter(({ experts }) => experts === most && most > least).map(({ growth, layer, p50Ms, p99Ms }) => {
    const small = rows.find((row) => row.experts === least && row.layer === layer)!;
    return { growth, layer, from: least, to: most, p50: p50Ms / small.p50Ms, p99: p99Ms / small.p99Ms };
  });
}

function print(rows: readonly Row[], matching: readonly MatchingRow[]): void {
  const digits = (value: number) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
  console.log(asText({
    head: ['experts', 'growth', 'layer', 'decisions/s', 'p50 ms', 'p99 ms'],
    rows: rows.map(({ experts, growth, layer, decisionsPerSecond, p50Ms, p99Ms }) => [String(experts), growth, layer, digits(decisionsPerSecond), digits(p50Ms), digits(p99Ms)]),
  }));
  for (const { growth, layer, from, to, p50, p99 } of ratiosOf(rows)) console.log(`${growth}, ${layer}: from ${from} to ${to} experts p50 × ${p50.toFixed(2)}, p99 × ${p99.toFixed(2)}`);
  console.log(`\n${asText({
    head: ['tickets together', 'experts', 'assignment ms', 'whole decision ms'],
    rows: matching.map(({ tickets, experts, assignmentMs, batchMs }) => [String(tickets), String(experts), assignmentMs.toFixed(2), batchMs.toFixed(2)]),
  })}`);
}
