import { buckets, type Bucket } from '../day/log.ts';
import { mean } from '../measures/spread.ts';
import type { Result } from '../simulate.ts';
import { drawing, rectangle, text } from './drawing.ts';

const looks: Record<Bucket, [colour: string, words: string]> = {
  FIXED: ['#2da44e', 'fixed'], CANCELLED: ['#c9d1d9', 'cancelled'], BOOKED: ['#8ddb9f', 'booked'], WAITING: ['#f2cc60', 'waiting'], ON_HOLD: ['#d4a72c', 'on hold'],
  NEEDS_PERSON: ['#fb8f44', 'with a person'], UNFIXED: ['#cf222e', 'closed, not fixed'], MISSED: ['#82071e', 'nobody came'], LIMBO: ['#24292f', 'in limbo'],
};
const WIDTH = 900;
const LEFT = 150;
const LINE = 22;

/** Where the day's tickets end: one bar a strategy, all of the same length. */
export function endsChart(results: readonly Result[]): string {
  const parts: string[] = [];
  let y = 34;
  legend(parts);
  for (const [regime, ofRegime] of Map.groupBy(results, (result) => result.regime.name)) {
    parts.push(text(0, y + 16, regime, { bold: true }));
    for (const { strategy, days } of ofRegime) {
      parts.push(text(LEFT - 8, y + 16, strategy, { anchor: 'end' }), ...bar(y, days));
      y += LINE;
    }
    y += 12;
  }
  return drawing(WIDTH, y, 'where tickets end, by strategy', parts);
}

function bar(y: number, days: Result['days']): string[] {
  const all = mean(days.map(({ tickets }) => tickets));
  let x = LEFT;
  return buckets.flatMap((bucket) => {
    const count = mean(days.map((day) => day[bucket]));
    const width = (count / all) * (WIDTH - LEFT);
    const at = x;
    x += width;
    if (count === 0) return [];
    const share = `${((100 * count) / all).toFixed(1)} %`;
    const label = width > 40 ? [text(at + width / 2, y + 15, share, { anchor: 'middle', size: 11, fill: '#ffffff' })] : [];
    return [rectangle(at, y, width, LINE - 4, looks[bucket][0], `${looks[bucket][1]}: ${share}`), ...label];
  });
}

function legend(parts: string[]): void {
  buckets.forEach((bucket, index) => {
    const x = index * (WIDTH / buckets.length);
    parts.push(rectangle(x, 4, 12, 12, looks[bucket][0]), text(x + 16, 14, looks[bucket][1], { size: 11 }));
  });
}
