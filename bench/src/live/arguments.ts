import { z } from 'zod';
import { readOptions } from '../../../launcher/src/commandLine.ts';

export const usage = `npm run bench:live -- [options]
  --sockets N         experts connected at the same time (5000)
  --bursts N          times that each of them is sent an event at the same moment (5), after one that only warms up
  --json FILE         writes the figures`;

const shape = z.strictObject({
  sockets: z.coerce.number().int('must be a whole number').min(1, 'must be at least 1').max(25_000, 'must be at most 25000: one address has no more ports').default(5_000),
  bursts: z.coerce.number().int('must be a whole number').min(1, 'must be at least 1').max(50, 'must be at most 50').default(5),
  json: z.string().optional(),
  help: z.boolean().default(false),
});
export type Arguments = z.infer<typeof shape>;

/** @throws with one line per mistake, naming the option and the remedy */
export function readArguments(args: string[]): Arguments {
  return readOptions(shape, args).options;
}
