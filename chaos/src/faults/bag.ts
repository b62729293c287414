import type { Random } from '../random.ts';

/** Takes each item once, in a shuffled order, before any comes again: after n draws no two kinds differ by more than one. */
export function createBag<Item>(items: readonly Item[], random: Random): () => Item {
  if (items.length === 0) throw new Error('a bag needs something in it');
  let left: Item[] = [];
  return () => {
    if (left.length === 0) left = random.shuffled(items);
    return left.pop()!;
  };
}
