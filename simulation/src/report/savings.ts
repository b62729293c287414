import { WAITING, type Moment } from '../moment/moment.ts';
import { drawing, line, text } from './drawing.ts';
import { saved, type Saving } from './table.ts';

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [900, 260, 44, 40, 34];
const tints = ['#57606a', '#0b5fff', '#b5179e'];

/** What matching together saves, by how many wait at the same moment. */
export function savingsChart(moments: readonly Moment[]): string {
  const panels = [['penalty saved, %', 'penalty'], ['travel saved, %', 'travelMinutes']] as const;
  const most = Math.max(5, ...moments.flatMap((moment) => [saved(moment, 'penalty'), saved(moment, 'travelMinutes')]));
  const parts = panels.flatMap(([title, of], index) => [`<g transform="translate(${(index * WIDTH) / 2},0)">`, ...panelOf(title, of, moments, most), '</g>']);
  return drawing(WIDTH, HEIGHT, 'what matching together saves', parts);
}

function panelOf(title: string, of: Saving, moments: readonly Moment[], most: number): string[] {
  const right = WIDTH / 2 - 16;
  const x = (waiting: number) => LEFT + (WAITING.indexOf(waiting) / (WAITING.length - 1)) * (right - LEFT);
  const y = (percent: number) => TOP + (1 - (percent + 3) / (most + 3)) * (HEIGHT - TOP - BOTTOM);
  const kinds = [...Map.groupBy(moments, ({ staff }) => staff)];
  return [
    text(LEFT, 16, title, { bold: true }),
    ...kinds.map(([staff], n) => text(LEFT + 130 + n * 90, 16, staff, { size: 11, fill: tints[n]! })),
    text(LEFT, 30, 'solid: everybody wants somebody today, dashed: as usual', { size: 10 }),
    ...[0, 5, 10, 15].filter((percent) => percent <= most).flatMap((percent) => [line([[LEFT, y(percent)], [right, y(percent)]], '#e1e4e8'), text(LEFT - 6, y(percent) + 4, `${percent}`, { anchor: 'end', size: 11 })]),
    ...WAITING.map((waiting) => text(x(waiting), HEIGHT - BOTTOM + 16, String(waiting), { anchor: 'middle', size: 11 })),
    text(right, HEIGHT - 4, 'waiting at the same moment', { anchor: 'end', size: 11 }),
    ...kinds.flatMap(([, ofStaff], n) => [...Map.groupBy(ofStaff, ({ windows }) => windows)].map(([windows, points]) =>
      line(points.map((moment) => [x(moment.waiting), y(saved(moment, of))] as const), tints[n]!, 2, windows !== 'today'))),
  ];
}
