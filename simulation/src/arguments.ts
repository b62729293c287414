import { z } from 'zod';
import { readOptions } from '../../launcher/src/commandLine.ts';
import { strategies, type StrategyName } from './strategies.ts';
import { regimes } from './world/regimes.ts';

export const usage = `npm run simulate -- [options]
  --seed N             the first day (1)
  --days N             so many different days, for a spread (5)
  --regime NAME,NAME   ${regimes.map(({ name }) => name).join(', ')} (all)
  --strategy NAME,NAME ${strategies.map(({ name }) => name).join(', ')} (all)
  --customers N        size of the business (5000)
  --experts N          (900)
  --tickets N          on an ordinary day (300)
  --batch-seconds N    how long the first who waits in a territory waits for others, where they are matched together (1: about what a turn takes)
  --policy FILE.json   another dispatch policy than the one of a new database, or parts of one
  --report FILE.json   figures; pictures and a page for people are written into the folder FILE`;

const whole = (least: number, most: number) =>
  z.coerce.number('must be a whole number').int('must be a whole number').min(least, `must be at least ${least}`).max(most, `must be at most ${most}`);
const listOf = (names: readonly string[]) =>
  z.string().default(names.join(',')).transform((text) => text.split(',').map((name) => name.trim()))
    .refine((wanted) => wanted.every((name) => names.includes(name)), `must be of: ${names.join(', ')}`);

const shape = z.strictObject({
  seed: whole(0, 1_000_000_000).default(1),
  days: whole(1, 100).default(5),
  regime: listOf(regimes.map(({ name }) => name)),
  strategy: listOf(strategies.map(({ name }) => name)).transform((names) => names as StrategyName[]),
  customers: whole(50, 1_000_000).default(5_000),
  experts: whole(12, 100_000).default(900),
  tickets: whole(1, 100_000).default(300),
  'batch-seconds': whole(0, 86_400).default(1),
  policy: z.string().optional(),
  report: z.string().regex(/\.json$/, 'must end in .json').optional(),
  help: z.boolean().default(false),
});
export type Arguments = z.infer<typeof shape>;

/** @throws with one line per mistake, naming the option and the remedy */
export function readArguments(args: string[]): Arguments {
  return readOptions(shape, args).options;
}
