import type { System } from '../../../e2e/testing/system.ts';
import type { ProcessName } from '../../../launcher/src/settings.ts';
import type { Fuzzer, FuzzOptions, FuzzResult } from '../fuzzer.ts';
import { fallen, faultsOf } from '../watch.ts';
import type { Case } from './case.ts';
import { makeCase } from './grammar.ts';
import { play } from './play.ts';

const atOnce = 48;
const batch = 480;

/** Raw requests and frames, against every process that listens. */
export const sockets: Fuzzer = {
  name: 'sockets',
  what: 'raw requests, upgrades and WebSocket frames against router, subgraphs, worker and monolith',
  async run(system, options) {
    const ports = portsOf(system);
    const answers = new Map<string, Map<string, number>>();
    const until = performance.now() + options.budgetMs;
    let next = options.from;
    const last = options.from + options.cases;
    const faults: string[] = [];
    while (faults.length === 0 && next < last && performance.now() < until) {
      const end = Math.min(last, next + batch);
      await playAll(options, ports, next, end, answers);
      faults.push(
        ...fallen(system).map((name) => `${name} ended between case ${next} and ${end}: ${replay(options, next, end)}`),
      );
      next = end;
    }
    faults.push(...(await faultsOf(system)));
    return { cases: next - options.from, answers, faults } satisfies FuzzResult;
  },
};

const replay = ({ seed }: FuzzOptions, from: number, end: number): string =>
  `npm run fuzz -- sockets --seed ${seed} --from ${from} --cases ${end - from}`;

const portsOf = ({ processes, world }: System): [ProcessName, number][] =>
  [...processes().keys()].map((name) => [name, Number(new URL(world.urls[name]).port)]);

/** Only two of the processes speak WebSocket: half of what needs that goes to them. */
function portFor({ kind }: Case, number: number, ports: [ProcessName, number][]): number {
  const speaking = ports.filter(([name]) => name === 'router' || name === 'ticket');
  const among = (kind === 'frames' || kind === 'messages') && number % 2 === 0 ? speaking : ports;
  return among[(number >> 1) % among.length]![1];
}

/** Case after case, each at the next process in turn, some at a time. */
async function playAll(
  { seed }: FuzzOptions,
  ports: [ProcessName, number][],
  from: number,
  end: number,
  answers: Map<string, Map<string, number>>,
): Promise<void> {
  let next = from;
  const client = async (): Promise<void> => {
    for (let number = next++; number < end; number = next++) {
      const one = makeCase(seed, number);
      const answer = await play(one, portFor(one, number, ports));
      const tally = answers.get(one.kind) ?? answers.set(one.kind, new Map()).get(one.kind)!;
      tally.set(answer, (tally.get(answer) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
}
