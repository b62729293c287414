import type { Board } from './board.ts';
import { cheapest, inTurn, type Plan } from './plan.ts';

const TRIES = 4;

/** Whoever would go away empty-handed, and need not, is served before the others; again and again, as long as that moves somebody. */
export function leftOverFirst(start: Board, first: Plan): Plan {
  const tried = [first];
  let rows = start.requests.map((_, row) => row);
  for (let last = first; tried.length <= TRIES; last = tried.at(-1)!) {
    const isLeft = (row: number) => last.chosen[row] === null && start.standings(row).length > 0;
    if (!rows.some(isLeft)) break;
    rows = [...rows.filter(isLeft), ...rows.filter((row) => !isLeft(row))];
    tried.push(inTurn(start.copy(), rows));
  }
  return cheapest(tried);
}
