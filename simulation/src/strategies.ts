import { dispatchDay } from './day/dispatchDay.ts';
import type { Day } from './day/day.ts';
import type { DayLog } from './day/log.ts';
import { monolithDay } from './day/monolithDay.ts';
import { greedy, nearest, together } from './dispatchCore.ts';

export type StrategyName = 'batch' | 'greedy' | 'nearest' | 'monolith';
export type Strategy = { name: StrategyName; what: string; run: (day: Day, options: { batchMs: number }) => DayLog };

export const strategies: readonly Strategy[] = [
  { name: 'batch', what: 'those who wait in one territory are matched together at the lowest sum of penalties', run: (day, { batchMs }) => dispatchDay(day, { matching: together, batchMs }) },
  { name: 'greedy', what: 'one after the other, each gets the lowest penalty that is left', run: (day) => dispatchDay(day, { matching: greedy, batchMs: 0 }) },
  { name: 'nearest', what: 'whoever of the qualified and free has the shortest way', run: (day) => dispatchDay(day, { matching: nearest, batchMs: 0 }) },
  { name: 'monolith', what: 'the least loaded expert of the territory, whatever they can and whenever they work, tried once', run: monolithDay },
];
