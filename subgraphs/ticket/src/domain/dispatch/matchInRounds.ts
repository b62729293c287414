import type { Board, Standing } from './board.ts';
import { minimumCost } from './minimumCost.ts';
import type { Candidate, DispatchRequest } from './types.ts';

/** Larger than the sum of all ranks in a batch, so that ranks only break ties. */
const TIE = 2 ** 20;
const FORBIDDEN = 1e14;

/** What it costs a visit to wait for the next round, beside the candidate who would be best for it now. */
export type WaitingCost = (waiting: { request: DispatchRequest; first: Candidate }) => number;

/**
 * Each round gives every expert at most one more visit, so that the sum of all penalties is as small as it can be. A visit may also
 * wait for the next round: at the price of standing in line behind a visit of its best candidate, two neighbours are served by the same
 * expert, one after the other, rather than by a second one from far away. Returns how many rounds it took.
 */
export function matchInRounds(board: Board, waitingCost: WaitingCost, take: (row: number, expertId: string) => void): number {
  let rounds = 0;
  let open = board.requests.map((_, row) => row);
  while (open.length > 0) {
    const standings = open.map((row) => ({ row, best: board.standings(row).slice(0, open.length) })).filter(({ best }) => best.length > 0);
    const taken = roundOf(standings, (row, first) => waitingCost({ request: board.requests[row]!, first }));
    for (const [row, expertId] of taken) take(row, expertId);
    open = standings.map(({ row }) => row).filter((row) => !taken.has(row));
    rounds += 1;
  }
  return rounds;
}

type Row = { row: number; /** No more than there are rows: the others could only take that many. */ best: Standing[] };

function roundOf(rows: readonly Row[], waitingCost: (row: number, first: Candidate) => number): Map<number, string> {
  if (rows.length === 0) return new Map();
  const experts = [...new Set(rows.flatMap(({ best }) => best.map(({ expert }) => expert.id)))].sort();
  const columnOf = new Map(experts.map((id, column) => [id, column]));
  const costs = rows.map(({ row, best }, line) => {
    const cost = new Array<number>(experts.length + rows.length).fill(FORBIDDEN);
    best.forEach(({ expert, candidate }, rank) => (cost[columnOf.get(expert.id)!] = candidate.totalPenalty * TIE + rank));
    cost[experts.length + line] = waitingCost(row, best[0]!.candidate) * TIE;
    return cost;
  });
  const columns = minimumCost(costs);
  return new Map(rows.flatMap(({ row }, line) => (columns[line]! < experts.length ? [[row, experts[columns[line]!]!] as const] : [])));
}
