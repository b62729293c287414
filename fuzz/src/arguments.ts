import { z } from 'zod';
import { readOptions } from '../../launcher/src/commandLine.ts';

export const usage = `npm run fuzz -- [FUZZER...] [options]: hostile input for the running system; every fuzzer in its turn when none is named
  --seed N       the same input for the same number (the time)
  --seconds S    for each fuzzer (60)
  --from N       the first case (0)
  --cases N      at most so many (any number)
  --keep         leaves the folder with the logs
  --list         names the fuzzers`;

const whole = z.coerce.number('must be a whole number').int('must be a whole number').min(0, 'must be at least 0');
const shape = z.strictObject({
  seed: whole.default(() => Date.now() % 100_000),
  seconds: z.coerce
    .number('must be a number')
    .positive('must be more than 0')
    .max(86_400, 'must be at most 86400')
    .default(60),
  from: whole.default(0),
  cases: whole.default(Number.MAX_SAFE_INTEGER),
  keep: z.boolean().default(false),
  list: z.boolean().default(false),
  help: z.boolean().default(false),
});
export type Arguments = z.infer<typeof shape> & { fuzzers: string[] };

/** @throws with one line per mistake, naming the option and the remedy */
export function readArguments(args: string[]): Arguments {
  const { options, positionals } = readOptions(shape, args, {
    flags: ['keep', 'list', 'help'],
    allowPositionals: true,
  });
  return { ...options, fuzzers: positionals };
}
