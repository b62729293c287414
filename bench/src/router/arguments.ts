import { z } from 'zod';
import { readOptions } from '../../../launcher/src/commandLine.ts';

export const usage = `npm run bench:router -- [options]
  --seconds N         a repetition (3)
  --repetitions N     (5), after one that only warms up
  --json FILE         writes the rows`;

const shape = z.strictObject({
  seconds: z.coerce.number().min(0.1, 'must be at least 0.1').max(60, 'must be at most 60').default(3),
  repetitions: z.coerce.number().int('must be a whole number').min(1, 'must be at least 1').max(50, 'must be at most 50').default(5),
  json: z.string().optional(),
  help: z.boolean().default(false),
});
export type Arguments = z.infer<typeof shape>;

/** @throws with one line per mistake, naming the option and the remedy */
export function readArguments(args: string[]): Arguments {
  return readOptions(shape, args).options;
}
