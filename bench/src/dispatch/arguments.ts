import { z } from 'zod';
import { readOptions } from '../../../launcher/src/commandLine.ts';
import { sizes } from './businesses.ts';

export const usage = `npm run bench:dispatch -- [options]
  --experts N,N       sizes of the business (${sizes.join(',')})
  --repetitions N     (7)
  --decisions N       in memory, a repetition (300)
  --turns N           on the database, a repetition (40); 0: none
  --json FILE         writes the rows`;

const whole = (least: number, most: number) => z.coerce.number('must be a whole number').int('must be a whole number').min(least, `must be at least ${least}`).max(most, `must be at most ${most}`);

const shape = z.strictObject({
  experts: z.string().default(sizes.join(',')).transform((text) => text.split(',').map(Number)).refine((wanted) => wanted.every((one) => one > 0 && one % 900 === 0), 'must be multiples of 900'),
  repetitions: whole(1, 100).default(7),
  decisions: whole(10, 100_000).default(300),
  turns: whole(0, 2_000).default(40),
  json: z.string().optional(),
  help: z.boolean().default(false),
});
export type Arguments = z.infer<typeof shape>;

/** @throws with one line per mistake, naming the option and the remedy */
export function readArguments(args: string[]): Arguments {
  return readOptions(shape, args).options;
}
