import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { orUsage, readOptions } from '../../../launcher/src/commandLine.ts';
import { startRedis } from '../../../launcher/src/tests/redisServer.ts';
import { asText } from '../../../simulation/src/report/table.ts';
import { tell } from '../../../simulation/src/report/tell.ts';
import { startFixture } from '../router/fixture.ts';
import { benchCache, type Row } from './bench.ts';
import { variants } from './variants.ts';

const usage = `npm run bench:cache -- [options]   the router with its cache and without, in turn
  --seconds N   measured, for each row and round (2)
  --warmUp N    seconds before them (1)
  --rounds N    (3)
  --json FILE   writes all rounds`;

const shape = z.strictObject({
  seconds: z.coerce.number().min(0.2).max(60).default(2),
  warmUp: z.coerce.number().min(0.2).max(60).default(1),
  rounds: z.coerce.number().int().min(1).max(100).default(3),
  json: z.string().optional(),
  help: z.boolean().default(false),
});

const rows = [
  { query: 'heavy', mode: 'same' }, { query: 'heavy', mode: 'varied' }, { query: 'heavy', mode: 'none' },
  { query: 'small', mode: 'varied' }, { query: 'small', mode: 'none' },
  { query: 'catalogue', mode: 'varied' }, // not `none`: plans take no argument that could carry a mark
] as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = orUsage((given) => readOptions(shape, given).options, args, usage);
  if (!options) return 2;
  if (options.help) return console.log(usage), 0;
  if (process.platform !== 'linux' || cpus().length < 2) return console.error('bench:cache needs Linux and two cores: one for the router, one for what surrounds it.'), 2;
  const home = await mkdtemp(join(tmpdir(), 'bench-cache-'));
  const redis = await startRedis(home);
  const fixture = await startFixture(0);
  try {
    const measured = await benchCache(fixture, { ...options, rows, redisUrl: redis?.url, variants: variants.filter((variant) => variant !== 'redis' || redis) }, tell);
    print(measured);
    if (options.json) await writeFile(options.json, `${JSON.stringify({ node: process.version, processor: cpus()[0]!.model, rows: measured }, null, 1)}\n`);
  } finally {
    await fixture.stop();
    await redis?.stop();
    await rm(home, { recursive: true, force: true });
  }
  return 0;
}

/** The median of the rounds; ratios of what was measured in the same round. */
function print(measured: readonly Row[]): void {
  const off = ({ query, mode }: Row): Row => measured.find((row) => row.query === query && row.mode === mode && row.variant === 'off')!;
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const ratio = (row: Row, what: 'cpuMsPerRequest' | 'requestsPerSecond'): string => median(row.rounds.map((round, index) => round[what] / off(row).rounds[index]![what])).toFixed(2);
  console.log(asText({
    head: ['query', 'sharing', 'cache', 'CPU ms/request', 'requests/s', 'CPU ÷ off', 'requests/s ÷ off'],
    rows: measured.map((row) => [
      row.query, row.mode, row.variant, median(row.rounds.map((one) => one.cpuMsPerRequest)).toFixed(3), median(row.rounds.map((one) => one.requestsPerSecond)).toFixed(0),
      ratio(row, 'cpuMsPerRequest'), ratio(row, 'requestsPerSecond'),
    ]),
  }));
}
