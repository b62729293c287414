/** Well apart for people who do not see red and green apart. */
export const colours: Record<string, string> = { batch: '#0b5fff', greedy: '#00a3a3', nearest: '#e8a200', monolith: '#b5179e' };

export const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Anchor = 'start' | 'middle' | 'end';
export const text = (x: number, y: number, words: string, { anchor = 'start', size = 12, bold = false, fill = '#1b1f24' }: { anchor?: Anchor; size?: number; bold?: boolean; fill?: string } = {}): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}" fill="${fill}"${bold ? ' font-weight="600"' : ''}>${escape(words)}</text>`;

export const line = (points: readonly (readonly [number, number])[], colour: string, width = 1, dashed = false): string =>
  `<polyline points="${points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="${width}"${dashed ? ' stroke-dasharray="4 3"' : ''}/>`;

export const rectangle = (x: number, y: number, width: number, height: number, fill: string, title = ''): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}">${title ? `<title>${escape(title)}</title>` : ''}</rect>`;

/** One that stands alone as a file and within a page. */
export const drawing = (width: number, height: number, label: string, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${round(height)}" font-family="system-ui, sans-serif" role="img" aria-label="${escape(label)}">
<rect width="100%" height="100%" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;

export const round = (value: number): number => Math.round(value * 10) / 10;
