import type { Gain } from '../measures/gains.ts';
import { shown } from '../measures/measured.ts';
import { spreadOf, type Spread } from '../measures/spread.ts';
import type { Moment } from '../moment/moment.ts';
import { TOGETHER } from '../day/turns.ts';
import type { Result } from '../simulate.ts';

export const number = ({ mean, halfWidth }: Spread, digits: number): string =>
  halfWidth === null || halfWidth < 0.5 * 10 ** -digits ? mean.toFixed(digits) : `${mean.toFixed(digits)} ±${halfWidth.toFixed(digits)}`;

export type Table = { head: string[]; rows: string[][] };

/** The mean of each measure, with half of its 95 % interval. */
export function dayTable(results: readonly Result[]): Table {
  return {
    head: ['', ...results.map(({ strategy }) => strategy)],
    rows: shown.map(({ name, label, digits }) => [label, ...results.map(({ days }) => number(spreadOf(days.map((day) => day[name])), digits))]),
  };
}

export function gainTable(gains: readonly Gain[]): Table {
  const regimes = [...new Set(gains.map(({ regime }) => regime))];
  const labels = [...new Set(gains.map(({ label }) => label))];
  const cell = (regime: string, label: string) => {
    const { change, unit, certain } = gains.find((gain) => gain.regime === regime && gain.label === label)!;
    const sign = change.mean > 0 ? '+' : '';
    return `${sign}${number(change, 2)} ${unit}${certain ? '' : ' (noise)'}`;
  };
  return { head: ['batch against greedy', ...regimes], rows: labels.map((label) => [label, ...regimes.map((regime) => cell(regime, label))]) };
}

export type Saving = 'penalty' | 'travelMinutes';

/** Per cent of what it is one after the other. */
export const saved = (moment: Moment, of: Saving, way: 'together' | 'inTurns' = 'together'): number =>
  moment.greedy[of] === 0 ? 0 : (100 * (moment.greedy[of] - moment[way][of])) / moment.greedy[of];

export function momentTable(moments: readonly Moment[]): Table {
  const sizes = [...new Set(moments.map(({ waiting }) => waiting))];
  const kinds = [...Map.groupBy(moments, ({ staff, windows }) => `${staff}, ${windows}`)];
  const percents = (moment: Moment, way: 'together' | 'inTurns') => `${saved(moment, 'penalty', way).toFixed(1)} / ${saved(moment, 'travelMinutes', way).toFixed(1)}`;
  return {
    head: ['% of penalty / of travel saved', ...sizes.map(String)],
    rows: kinds.flatMap(([kind, of]) => [
      [kind, ...of.map((moment) => percents(moment, 'together'))],
      [`  in turns of ${TOGETHER}`, ...of.map((moment) => (moment.waiting > TOGETHER ? percents(moment, 'inTurns') : ''))],
    ]),
  };
}

export function asText({ head, rows }: Table): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ').trimEnd()).join('\n');
}
