const WIDTH = 900;

type Mark = { at: number; label: string };

/** A column per second; a tick below for each mark. */
export function columns(values: readonly number[], marks: readonly Mark[]): string {
  const height = 160;
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  const bars = values.map((value, second) => {
    const tall = (value / most) * height;
    return `<rect x="${(second * step).toFixed(2)}" y="${(height - tall).toFixed(1)}" width="${Math.max(0.5, step * 0.85).toFixed(2)}" height="${tall.toFixed(1)}" fill="#2f6feb"/>`;
  });
  const ticks = marks.map(({ at, label }) => `<line x1="${(at * step).toFixed(1)}" x2="${(at * step).toFixed(1)}" y1="${height + 4}" y2="${height + 14}" stroke="#b42318"><title>${label}</title></line>`);
  return `<svg viewBox="0 0 ${WIDTH} ${height + 34}" role="img" aria-label="tickets acknowledged by second">${bars.join('')}${ticks.join('')}
<text x="0" y="${height + 30}" font-size="12">0 s</text><text x="${WIDTH}" y="${height + 30}" font-size="12" text-anchor="end">${values.length} s</text><text x="2" y="12" font-size="12">${most} a second</text></svg>`;
}

type Range = { label: string; p50: number; p99: number; max: number };

/** Median, 99th percentile and maximum of each kind on one line. */
export function ranges(rows: readonly Range[]): string {
  const left = 230;
  const line = 18;
  const most = Math.max(1, ...rows.map(({ max }) => max));
  const x = (value: number): string => (left + (value / most) * (WIDTH - left - 10)).toFixed(1);
  const drawn = rows.map(({ label, p50, p99, max }, index) => {
    const y = index * line + 12;
    return `<text x="${left - 8}" y="${y + 4}" font-size="12" text-anchor="end">${label}</text>
<line x1="${x(p50)}" x2="${x(max)}" y1="${y}" y2="${y}" stroke="#8c959f"/><line x1="${x(p50)}" x2="${x(p99)}" y1="${y}" y2="${y}" stroke="#2f6feb" stroke-width="4"/>
<circle cx="${x(p50)}" cy="${y}" r="4" fill="#0a3069"><title>p50 ${p50} ms</title></circle><circle cx="${x(max)}" cy="${y}" r="3" fill="#8c959f"><title>max ${max} ms</title></circle>`;
  });
  const height = rows.length * line + 24;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="recovery by kind of fault">${drawn.join('')}
<text x="${left}" y="${height - 4}" font-size="12">0</text><text x="${WIDTH}" y="${height - 4}" font-size="12" text-anchor="end">${most} ms</text></svg>`;
}
