import { Board } from '../../../simulation/src/day/board.ts';
import { newCase, waitingOf } from '../../../simulation/src/day/case.ts';
import { greedy, together, type DispatchPolicy, type ExpertNow } from '../../../simulation/src/dispatchCore.ts';
import { DAY, MEASURED_DAY } from '../../../simulation/src/world/calendar.ts';
import type { Demand } from '../../../simulation/src/world/demand.ts';
import { demandFor, type Business } from './businesses.ts';
import { timed, type Repetition } from './timing.ts';

export type DecisionBench = { repeat: (decisions: number) => Promise<Repetition> };

/** So much of a day's work is booked before anything is measured. */
const BOOKED_BEFORE = 400;

/** Decisions alone, from experts and bookings in memory: who comes to one ticket. */
export function decisionBench({ world }: Business, policy: DispatchPolicy): DecisionBench {
  const demand = demandFor(world, MEASURED_DAY, 2_000);
  const experts = bookedExperts(world, demand.slice(0, BOOKED_BEFORE), policy);
  const asked = demand.slice(BOOKED_BEFORE);
  let next = 0;
  const decide = () => {
    const one = asked[(next += 1) % asked.length]!;
    return together({ experts: experts.get(one.customer.territoryId)!, waiting: [waitingFor(one)], policy, now: new Date(one.createdAt) });
  };
  return {
    async repeat(decisions) {
      const milliseconds: number[] = [];
      for (let n = 0; n < decisions; n += 1) milliseconds.push(await timed(decide));
      return { milliseconds, decisions };
    },
  };
}

const waitingFor = (one: Demand) => waitingOf(newCase(one), []);

function bookedExperts(world: Business['world'], demand: readonly Demand[], policy: DispatchPolicy): Map<string, ExpertNow[]> {
  const board = new Board(world.experts);
  const now = MEASURED_DAY - DAY / 4;
  const asked = [...new Set(demand.map(({ customer }) => customer.territoryId))];
  for (const one of demand) {
    const { territoryId, location } = one.customer;
    const [choice] = greedy({ experts: board.expertsOf(territoryId, now), waiting: [waitingFor(one)], policy, now: new Date(now) });
    if (choice) board.book({ expertId: choice.expertId, ticketId: one.id, visitNumber: 1, skilled: true, slot: choice.slot, location }, now);
  }
  return new Map(asked.map((territoryId) => [territoryId, board.expertsOf(territoryId, now)]));
}
