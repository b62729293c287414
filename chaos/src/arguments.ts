import { z } from 'zod';
import { readOptions } from '../../launcher/src/commandLine.ts';
import { mutants } from './inside/mutants.ts';

export const usage = `npm run chaos -- --minutes M --seed S [options]
  --broker postgres|redis   what carries jobs and pushes (postgres)
  --report FILE.json        figures; a page for people is written beside it, FILE.html
  --mutant NAME             the system without one of its guarantees: the campaign must notice
  --provoke NAME            the whole system, attacked by the faults and people that bring this mutant to light
  --list-mutants            names them
  --rate N                  tickets a second (6)
  --faults-per-minute N     (17)
  --apart                   no fault begins before the system has recovered from the last: what recovery takes by itself
  --only KIND,KIND          these kinds of fault alone
  --spike                   first 250 customers at once, then a minute of ten times the rate
  --scale N                 size of the seed, 1: 5,000 customers and 900 experts (0.1)
  --settle SECONDS          how long the system may take to come to rest (180)
  --keep                    leaves the folder with the logs

npm run chaos -- --summary FILE.json...   adds reports up into README.md beside the first`;

const aMutant = z.enum(mutants.map(({ name }) => name) as [string, ...string[]], 'is not one of those that --list-mutants names');
const shape = z.strictObject({
  minutes: z.coerce.number('must be a number').positive('must be more than 0').max(1_440, 'must be at most 1440').default(1),
  seed: z.coerce.number('must be a whole number').int('must be a whole number').default(() => Date.now() % 100_000),
  broker: z.enum(['postgres', 'redis'], 'must be postgres or redis').default('postgres'),
  report: z.string().regex(/\.json$/, 'must end in .json').optional(),
  mutant: aMutant.optional(),
  provoke: aMutant.optional(),
  'list-mutants': z.boolean().default(false),
  rate: z.coerce.number('must be a number').positive('must be more than 0').max(1_000, 'must be at most 1000').default(6),
  'faults-per-minute': z.coerce.number('must be a number').positive('must be more than 0').max(600, 'must be at most 600').default(17),
  only: z.string().default('').transform((text) => text.split(',').map((kind) => kind.trim()).filter(Boolean)),
  apart: z.boolean().default(false),
  spike: z.boolean().default(false),
  scale: z.coerce.number('must be a number').min(0.02, 'must be at least 0.02').max(1, 'must be at most 1').default(0.1),
  settle: z.coerce.number('must be a number').positive('must be more than 0').default(180),
  keep: z.boolean().default(false),
  summary: z.boolean().default(false),
  help: z.boolean().default(false),
});
export type Arguments = z.infer<typeof shape> & { /** Reports to be added up. */ files: string[] };

const flags = ['apart', 'spike', 'list-mutants', 'keep', 'summary', 'help'];

/** @throws with one line per mistake, naming the option and the remedy */
export function readArguments(args: string[]): Arguments {
  const { options, positionals } = readOptions(shape, args, { flags, allowPositionals: true });
  if (positionals.length > 0 && !options.summary) throw new Error(`${positionals[0]} is not an option`);
  return { ...options, files: positionals };
}
