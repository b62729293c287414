import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gainsOf, type Gain } from '../measures/gains.ts';
import { arrivalOf, type Measures } from '../measures/measures.ts';
import { shown } from '../measures/measured.ts';
import { spreadOf, type Spread } from '../measures/spread.ts';
import type { Moment } from '../moment/moment.ts';
import type { Result, Wish } from '../simulate.ts';
import { HOUR } from '../world/calendar.ts';
import { endsChart } from './ends.ts';
import { page } from './page.ts';
import { routesChart } from './routes.ts';
import { savingsChart } from './savings.ts';
import { sharesChart } from './shares.ts';

export type Report = {
  simulated: Omit<Wish, 'policy'> & { policyVersion: number };
  results: { regime: string; strategy: string; measures: Record<keyof Measures, Spread>; days: Measures[] }[];
  /** Batch against greedy. */
  gains: Gain[];
  moments: Moment[];
};

export function makeReport({ policy, ...wish }: Wish, results: readonly Result[], moments: Moment[]): Report {
  const spreads = (days: readonly Measures[]) => Object.fromEntries(shown.map(({ name }) => [name, spreadOf(days.map((day) => day[name]))])) as Record<keyof Measures, Spread>;
  return {
    simulated: { ...wish, policyVersion: policy.version },
    results: results.map(({ regime, strategy, days }) => ({ regime: regime.name, strategy, measures: spreads(days), days })),
    gains: gainsOf(results), moments,
  };
}

const BERLIN = 'ter_000001';

/** Figures as FILE.json; pictures, and a page with all of it, in the folder FILE. */
export async function writeReport(file: string, report: Report, results: readonly Result[]): Promise<string> {
  const folder = file.replace(/\.json$/, '');
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(file), { recursive: true });
  const pictures = {
    ends: endsChart(results), arrivals: arrivalsChart(results), savings: savingsChart(report.moments),
    ...Object.fromEntries([...Map.groupBy(results, ({ regime }) => regime.name)].map(([regime, of]) => [`routes-${regime}`, routesChart(of, BERLIN)])),
  };
  await writeFile(file, `${JSON.stringify(report, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value), 1)}\n`);
  for (const [name, picture] of Object.entries(pictures)) await writeFile(join(folder, `${name}.svg`), picture);
  await writeFile(join(folder, 'index.html'), page(report, results, pictures));
  return folder;
}

/** Of the first day of each kind. */
function arrivalsChart(results: readonly Result[]): string {
  const panels = [...Map.groupBy(results, ({ regime }) => regime.name)].map(([title, of]) => ({
    title,
    series: of.map(({ strategy, example: { log } }) => {
      const lives = log.lives.filter(({ demand, bucket }) => demand.measured && bucket !== 'CANCELLED');
      return { name: strategy, of: lives.length, values: lives.flatMap((life) => { const at = arrivalOf(life, true); return at === null ? [] : [(at - life.demand.createdAt) / HOUR]; }) };
    }),
  }));
  return sharesChart(panels, { most: 48, step: 12, unit: 'h', label: 'share of tickets with the right expert at the door, by hours since the ticket' });
}
