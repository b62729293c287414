import type { Result } from '../simulate.ts';
import type { Measures } from './measures.ts';
import { spreadOf, type Spread } from './spread.ts';

/** What matching together changes against one after the other, day by day on the same days. */
export type Gain = { regime: string; measure: keyof Measures; label: string; unit: string; change: Spread; /** False: the interval holds zero, so it may be chance. */ certain: boolean };

type Compared = { measure: keyof Measures; label: string; unit: '%' | 'points' | 'tickets' };

const compared: readonly Compared[] = [
  { measure: 'penalty', label: 'penalty of the first choice', unit: '%' },
  { measure: 'travelPerVisit', label: 'travel a visit', unit: '%' },
  { measure: 'kilometres', label: 'kilometres', unit: '%' },
  { measure: 'arrivalHoursP50', label: 'hours to the right expert, p50', unit: '%' },
  { measure: 'slaMet', label: 'right expert in time', unit: 'points' },
  { measure: 'neededPerson', label: 'a person had to act', unit: 'tickets' },
];

export function gainsOf(results: readonly Result[]): Gain[] {
  const byRegime = Map.groupBy(results, ({ regime }) => regime.name);
  return [...byRegime].flatMap(([regime, ofRegime]) => {
    const [batch, greedy] = ['batch', 'greedy'].map((name) => ofRegime.find(({ strategy }) => strategy === name));
    return batch && greedy ? compared.map((one) => gain(regime, one, batch.days, greedy.days)) : [];
  });
}

function gain(regime: string, { measure, label, unit }: Compared, batch: readonly Measures[], greedy: readonly Measures[]): Gain {
  const change = spreadOf(batch.map((day, n) => changeOf(day[measure], greedy[n]![measure], unit)));
  return { regime, measure, label, unit, change, certain: change.halfWidth !== null && Math.abs(change.mean) > change.halfWidth };
}

const changeOf = (now: number, before: number, unit: Compared['unit']): number => (unit !== '%' ? now - before : before === 0 ? 0 : (100 * (now - before)) / before);
