import { Board } from '../../../simulation/src/day/board.ts';
import { newCase, waitingOf } from '../../../simulation/src/day/case.ts';
import { createDice } from '../../../simulation/src/dice.ts';
import { together, type DispatchPolicy } from '../../../simulation/src/dispatchCore.ts';
import { HOUR, MEASURED_DAY } from '../../../simulation/src/world/calendar.ts';
import { knownBusiness } from '../../../simulation/src/world/world.ts';
import { minimumCost } from '../../../subgraphs/ticket/src/domain/dispatch/minimumCost.ts';
import { demandFor } from './businesses.ts';
import { percentile } from '../../../simulation/src/measures/spread.ts';
import { timed } from './timing.ts';

/** `assignmentMs`: the algorithm alone, on random costs; `batchMs`: a whole decision for so many tickets of one territory. */
export type MatchingRow = { tickets: number; experts: number; assignmentMs: number; batchMs: number };

const HERE = 'ter_000001';

export async function matchingRows(policy: DispatchPolicy, repetitions: number, progress: (what: string) => void): Promise<MatchingRow[]> {
  const rows: MatchingRow[] = [];
  for (const experts of [75, 750]) {
    for (const tickets of [1, 8, 24, 96]) {
      progress(`${tickets} tickets, ${experts} experts`);
      rows.push({ tickets, experts, assignmentMs: await assignment(tickets, experts, repetitions), batchMs: await batch(tickets, experts, policy, repetitions) });
    }
  }
  return rows;
}

function assignment(tickets: number, experts: number, repetitions: number): Promise<number> {
  const dice = createDice(1);
  const costs = Array.from({ length: tickets }, (_, row) => Array.from({ length: experts + tickets }, (_, column) => Math.floor(dice('cost', row, column) * 500)));
  return medianOf(repetitions, () => minimumCost(costs));
}

function batch(tickets: number, experts: number, policy: DispatchPolicy, repetitions: number): Promise<number> {
  const now = MEASURED_DAY + 9 * HOUR;
  const world = knownBusiness({ customers: 5_000, experts: experts * 12, today: MEASURED_DAY });
  const here = demandFor(world, MEASURED_DAY, tickets * 20).filter(({ customer }) => customer.territoryId === HERE).slice(0, tickets);
  const windows = [{ start: new Date(now), end: new Date(MEASURED_DAY + 17 * HOUR) }];
  const question = { experts: new Board(world.experts).expertsOf(HERE, now), waiting: here.map((one) => waitingOf({ ...newCase(one), windows }, [])), policy, now: new Date(now) };
  return medianOf(repetitions, () => together(question));
}

async function medianOf(repetitions: number, work: () => unknown): Promise<number> {
  work();
  const milliseconds: number[] = [];
  for (let n = 0; n < repetitions; n += 1) milliseconds.push(await timed(work));
  return percentile(milliseconds, 0.5);
}
