import { colours, drawing, line, round, text } from './drawing.ts';

/** `values`: those that there are; `of`: how many there could have been. */
export type Series = { name: string; values: readonly number[]; of: number };
export type Panel = { title: string; series: readonly Series[] };

const WIDTH = 900;
const HEIGHT = 210;
const [LEFT, TOP, RIGHT, BOTTOM] = [44, 34, 16, 34];

/** For every time, the share of those for whom it had come by then: higher and further left is better. Two panels a row. */
export function sharesChart(panels: readonly Panel[], { most, step, unit, label }: { most: number; step: number; unit: string; label: string }): string {
  const width = WIDTH / 2;
  const parts = panels.flatMap((panel, index) => {
    const [left, top] = [(index % 2) * width, Math.floor(index / 2) * HEIGHT];
    return [`<g transform="translate(${left},${top})">`, ...panelOf(panel, width, most, step, unit), '</g>'];
  });
  return drawing(WIDTH, Math.ceil(panels.length / 2) * HEIGHT, label, parts);
}

function panelOf({ title, series }: Panel, width: number, most: number, step: number, unit: string): string[] {
  const x = (value: number) => LEFT + (Math.min(value, most) / most) * (width - LEFT - RIGHT);
  const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const marks = Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
  return [
    text(LEFT, 16, title, { bold: true }),
    ...series.map(({ name }, n) => text(width - RIGHT - (series.length - 1 - n) * 68, 16, name, { anchor: 'end', size: 11, fill: colours[name]! })),
    ...[0, 0.5, 1].flatMap((share) => [line([[LEFT, y(share)], [width - RIGHT, y(share)]], '#e1e4e8'), text(LEFT - 6, y(share) + 4, `${share * 100} %`, { anchor: 'end', size: 11 })]),
    ...marks.map((mark) => text(x(mark), HEIGHT - BOTTOM + 16, `${mark}${mark === marks.at(-1) ? ` ${unit}` : ''}`, { anchor: mark === marks.at(-1) ? 'end' : 'middle', size: 11 })),
    // The first on top and thinner: where two are the same, both are seen.
    ...series.toReversed().map(({ name, values, of }, n) => line(stepsOf(values, of, most).map(([value, share]) => [x(value), y(share)] as const), colours[name]!, n === series.length - 1 ? 1.5 : 3)),
  ];
}

/** At most a point for every half per cent, which is finer than the picture. */
function stepsOf(values: readonly number[], of: number, most: number): [number, number][] {
  const sorted = values.filter((value) => value <= most).sort((a, b) => a - b);
  const every = Math.max(1, Math.floor(of / 200));
  const kept = sorted.map((value, index): [number, number] => [round(value * 100) / 100, (index + 1) / of]).filter((_, index) => index % every === 0 || index === sorted.length - 1);
  return [[0, 0], ...kept, [most, sorted.length / Math.max(1, of)]];
}
