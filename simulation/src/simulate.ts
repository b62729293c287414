import type { DayLog } from './day/log.ts';
import type { Day } from './day/day.ts';
import { createDice } from './dice.ts';
import type { DispatchPolicy } from './dispatchCore.ts';
import { measuresOf, type Measures } from './measures/measures.ts';
import { strategies, type StrategyName } from './strategies.ts';
import { MEASURED_DAY } from './world/calendar.ts';
import { demandOf } from './world/demand.ts';
import { regimes, type Regime } from './world/regimes.ts';
import { knownBusiness, type World } from './world/world.ts';

export type Wish = {
  seed: number; days: number; regime: readonly string[]; strategy: readonly StrategyName[]; customers: number; experts: number; tickets: number;
  batchMs: number; policy: DispatchPolicy;
};
/** `days`: one a seed, in order. `example`: the first of them, in full. */
export type Result = { regime: Regime; strategy: StrategyName; days: Measures[]; example: { day: Day; log: DayLog } };
export type Progress = (done: number, all: number, what: string) => void;

/** Every chosen way to manage every chosen kind of day, several days of each. The same wish always gives the same result. */
export function simulate(wish: Wish, progress: Progress = () => undefined): Result[] {
  const world = knownBusiness({ customers: wish.customers, experts: wish.experts, today: MEASURED_DAY });
  const kinds = regimes.filter(({ name }) => wish.regime.includes(name));
  const ways = strategies.filter(({ name }) => wish.strategy.includes(name));
  let done = 0;
  return kinds.flatMap((regime) => {
    const days = Array.from({ length: wish.days }, (_, n) => dayOf(world, wish, regime, wish.seed + n));
    return ways.map(({ name, run }): Result => {
      const logs = days.map((day, n) => {
        progress((done += 1), kinds.length * ways.length * days.length, `${regime.name}, ${name}, day ${wish.seed + n}`);
        const log = run(day, wish);
        return { log: n === 0 ? log : null, measures: measuresOf(day, log) };
      });
      return { regime, strategy: name, days: logs.map(({ measures }) => measures), example: { day: days[0]!, log: logs[0]!.log! } };
    });
  });
}

function dayOf(world: World, { tickets, policy }: Wish, { burst }: Regime, seed: number): Day {
  const dice = createDice(seed);
  return { world, dice, policy, today: MEASURED_DAY, demand: demandOf({ world, dice, today: MEASURED_DAY, tickets, burst }) };
}
