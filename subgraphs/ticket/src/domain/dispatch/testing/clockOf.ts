const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** What a clock on the wall shows, as if it were UTC: asked of the runtime, a quarter of an hour at a time. */
export function clockOf(timeZone: string, time: number): number {
  const quarter = Math.floor(time / 900_000) * 900_000;
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key) ?? shown(timeZone, quarter) - quarter;
  offsets.set(key, known);
  return time + known;
}

function shown(timeZone: string, time: number): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return Date.parse(`${format.format(time).replace(' ', 'T')}Z`);
}
