const rounds = 40;
const times = 2_000;

/** Microseconds of CPU of one call of each, as the median of rounds in which each has its turn, first or last by turns. */
export async function measureInTurn(works: Record<string, () => Promise<unknown>>): Promise<Record<string, number>> {
  const measured = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const turns = Object.entries(works);
    for (const [name, work] of round % 2 === 0 ? turns : turns.toReversed()) measured.get(name)!.push(await cpuOf(work));
  }
  return Object.fromEntries([...measured].map(([name, all]) => [name, median(all.slice(rounds / 4))]));
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
