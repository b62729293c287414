import { freePort, untilItAnswers } from '../router/bench.ts';
import type { Fixture } from '../router/fixture.ts';
import { measure, type Measured, type Seconds } from '../router/measure.ts';
import { startPinned, type Pinned } from '../router/pinned.ts';
import type { Mode, QueryName } from '../router/queries.ts';
import type { Program } from '../router/gateways/program.ts';
import { programOf, type Variant } from './variants.ts';

export type Row = { query: QueryName; mode: Mode; variant: Variant; rounds: Measured[] };
type Started = { gateway: Pinned; program: Program; port: number };
type Choice = Seconds & { variants: readonly Variant[]; rows: readonly { query: QueryName; mode: Mode }[]; rounds: number; redisUrl: string | undefined };

const cores = { gateway: 1, others: 0 };

/** Each row with every variant in turn, again and again, so that whatever else the machine does befalls all of them. */
export async function benchCache(fixture: Fixture, { variants, rows, rounds, redisUrl, ...seconds }: Choice, progress: (what: string) => void): Promise<Row[]> {
  const started = new Map<Variant, Started>();
  try {
    for (const variant of variants) started.set(variant, await start(fixture, variant, redisUrl));
    const measured: Row[] = rows.flatMap(({ query, mode }) => variants.map((variant) => ({ query, mode, variant, rounds: [] })));
    for (let round = 0; round < rounds; round += 1) {
      progress(`round ${round + 1} of ${rounds}`);
      for (const row of round % 2 === 0 ? measured : measured.toReversed()) row.rounds.push(await measure(fixture, started.get(row.variant)!, { ...row, ...seconds, cores }));
    }
    return measured;
  } finally {
    await Promise.all([...started.values()].map(({ gateway }) => gateway.stop()));
  }
}

async function start(fixture: Fixture, variant: Variant, redisUrl: string | undefined): Promise<Started> {
  const port = await freePort();
  const program = await programOf(variant, fixture, port, redisUrl);
  const gateway = startPinned({ name: variant, core: cores.gateway, command: program.command, args: program.args, env: program.env, cwd: fixture.folder });
  await untilItAnswers(gateway, `http://127.0.0.1:${port}${program.path}`, program.token.genuine);
  return { gateway, program, port };
}
