import { setTimeout as wait } from 'node:timers/promises';

/** Does it to each, evenly over so long: those who are sent away come back at once, and should not all do so at the same moment. */
export async function oneByOne<Item>(items: Iterable<Item>, milliseconds: number, act: (item: Item) => void): Promise<void> {
  const all = [...items];
  const begunAt = performance.now();
  for (const [index, item] of all.entries()) {
    const early = (milliseconds * (index + 1)) / all.length - (performance.now() - begunAt);
    if (early >= 1) await wait(early);
    act(item);
  }
}
