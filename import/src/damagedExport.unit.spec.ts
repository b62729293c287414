import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from '@sysops-squad/chassis/testing/properties';
import { leftOver, prepareImport } from './importExport.ts';
import { leftOverCsv } from './leftOverCsv.ts';

const headers = ['Ticket ID', 'Customer Name', 'Customer Email', 'Product', 'Description', 'Status', 'Priority', 'Created At'];
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'import-'))));
afterAll(() => rm(folder, { recursive: true }));

/** What people write into a description: lines, quotes, delimiters. */
const prose = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', '\n', '"', ',', ';', "'", '4'), minLength: 1, maxLength: 40 }).map((text) => `text ${text} end`);
type Damage = 'none' | 'open quote' | 'too short' | 'no such day' | 'NUL' | 'odd status';
const damage = fc.constantFrom<Damage>('none', 'none', 'none', 'none', 'open quote', 'too short', 'no such day', 'NUL', 'odd status');
const file = fc.record({ delimiter: fc.constantFrom(',', ';', '\t'), newline: fc.constantFrom('\n', '\r\n'), rows: fc.array(fc.record({ damage, prose }), { minLength: 1, maxLength: 25 }) });

function lineOf({ damage: wrong, prose: text }: { damage: Damage; prose: string }, n: number, delimiter: string): string {
  const quoted = `"${text.replaceAll('"', '""')}"`;
  const fields = [`t-${n}`, 'Ada', `a${n}@b.example`, 'TV', quoted, 'Closed', 'Low', '2026-01-05 10:00:00'];
  if (wrong === 'open quote') fields[4] = '"cut off';
  if (wrong === 'too short') return `t-${n}`;
  if (wrong === 'no such day') fields[7] = '2026-02-30 10:00:00';
  if (wrong === 'NUL') fields[1] = 'A\0B';
  if (wrong === 'odd status') fields[5] = 'Lost';
  return fields.join(delimiter);
}

/** A line with a single word behind a row that was cut may as well be the rest of that row: it is counted with it. */
const followsCut = (rows: readonly { damage: Damage }[], n: number): boolean => {
  const previous = rows[n - 1]?.damage;
  return previous === 'open quote' || (previous === 'too short' && followsCut(rows, n - 1));
};

test('rows that would be imported, refused and unreadable add up to the rows of the file, and a sound row is never lost', async () => {
  await fc.assert(fc.asyncProperty(file, async ({ delimiter, newline, rows }) => {
    const path = join(folder, 'export.csv');
    await writeFile(path, [headers.join(delimiter), ...rows.map((row, n) => lineOf(row, n, delimiter))].join(newline));
    const prepared = await prepareImport({ file: path, source: 'x' });
    const { wouldImport, refused, unreadable } = prepared.report;
    const sound = rows.flatMap(({ damage: wrong }, n) => (wrong === 'none' ? [`t-${n}`] : []));
    expect(prepared.lines.map(({ ticket }) => ticket.externalId)).toEqual(sound);
    expect(refused.map(({ externalId }) => externalId)).toEqual(rows.flatMap(({ damage: wrong }, n) => (['no such day', 'NUL', 'odd status'].includes(wrong) ? [`t-${n}`] : [])));
    const cut = rows.filter(({ damage: wrong }, n) => wrong === 'open quote' || (wrong === 'too short' && !followsCut(rows, n)));
    expect(unreadable).toHaveLength(cut.length);
    expect(wouldImport + refused.length + unreadable.length).toBe(prepared.report.rows);
  }), { numRuns: 200 });
});

test('rows that were not imported lie in a file that can be mended and imported again', async () => {
  const path = join(folder, 'damaged.csv');
  const rows = (['no such day', 'none', 'open quote', 'odd status'] as const).map((wrong) => ({ damage: wrong, prose: 'two\n"lines", and more' }));
  await writeFile(path, [headers.join(','), ...rows.map((row, n) => lineOf(row, n, ','))].join('\n'));
  const prepared = await prepareImport({ file: path, source: 'x' });
  const rest = leftOverCsv(prepared.headers, leftOver(prepared));
  expect(rest).toContain('"t-2,Ada');
  const mended = join(folder, 'mended.csv');
  await writeFile(mended, rest.replace('2026-02-30', '2026-02-28').replace('Lost', 'Closed'));
  const again = await prepareImport({ file: mended, source: 'x' });
  expect(again.lines.map(({ ticket }) => [ticket.externalId, ticket.description])).toEqual([['t-0', 'two\n"lines", and more'], ['t-3', 'two\n"lines", and more']]);
});
