import { z } from 'zod';
import { readOptions } from '../../../launcher/src/commandLine.ts';
import { gatewayNames } from './gateways/gateways.ts';
import { modes, queries, type QueryName } from './queries.ts';

const queryNames = Object.keys(queries) as [QueryName, ...QueryName[]];

export const usage = `npm run bench:router -- [options]
  --seconds N         measured, for each gateway, query and mode (5)
  --warmUp N          seconds before them, in which compilers find out what is hot (5)
  --gateways A;B      ${gatewayNames.join(';')} (all)
  --queries A,B       ${queryNames.join(',')} (heavy,small)
  --modes A,B         ${modes.join(',')} (all)
  --bare              peers as they come: they verify no tokens and limit nothing; ours does both always
  --offline           nothing is installed: gateways that are not there are left out
  --profile FOLDER    writes what our router spent its time on
  --json FILE         writes the rows`;

const seconds = (fallback: number) => z.coerce.number().min(0.2, 'must be at least 0.2').max(120, 'must be at most 120').default(fallback);
const some = <T extends string>(names: readonly T[], separator = ',', usual = names) =>
  z.string().default(usual.join(separator)).transform((text) => text.split(separator).map((name) => name.trim())).pipe(z.array(z.enum(names, { error: `must be some of ${names.join(separator)}` })));

const shape = z.strictObject({
  seconds: seconds(5),
  warmUp: seconds(5),
  gateways: some(gatewayNames, ';'),
  queries: some(queryNames, ',', ['heavy', 'small']),
  modes: some(modes),
  bare: z.boolean().default(false),
  offline: z.boolean().default(false),
  profile: z.string().optional(),
  json: z.string().optional(),
  help: z.boolean().default(false),
});
export type Arguments = z.infer<typeof shape>;

/** @throws with one line per mistake, naming the option and the remedy */
export function readArguments(args: string[]): Arguments {
  return readOptions(shape, args, { flags: ['help', 'bare', 'offline'] }).options;
}
