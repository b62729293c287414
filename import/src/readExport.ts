import { readFile, stat } from 'node:fs/promises';
import { readColumnMap, recognise, requireColumns, type Column, type ColumnMap, type Row } from './columns.ts';
import { decodeText } from './decodeText.ts';
import { detectDelimiter, headerFields, nameOf } from './detectDelimiter.ts';
import { splitRecords } from './splitRecords.ts';

export type ExportedRow = { line: number; row: Row; fields: string[] };
export type Unreadable = { line: number; reason: string; text: string };
export type Detected = { encoding: string; delimiter: string; columns: Partial<Record<Column, string>>; leftOut: string[] };
export type Export = { headers: string[]; rows: ExportedRow[]; unreadable: Unreadable[]; detected: Detected };

/** What a person says instead of having it detected. */
export type Format = { encoding?: string | undefined; delimiter?: string | undefined; map?: ColumnMap };

const maximumRows = 500_000;
const maximumBytes = 512 * 1024 * 1024;

/**
 * Reads a CSV export: encoding, delimiter and columns are detected over the whole file unless `format` says them. Every row of the file is
 * in `rows` or in `unreadable`.
 * @throws when the file cannot be read, has no usable header, or is larger than 500,000 rows or 512 MiB
 */
export async function readExport(file: string, format: Format = {}): Promise<Export> {
  if ((await stat(file)).size > maximumBytes) throw new Error('The file is larger than 512 MiB: split it.');
  const { text, encoding } = decodeText(await readFile(file), format.encoding);
  const headerLine = /^\s*[^\r\n]*/.exec(text)![0];
  const map = format.map ?? readColumnMap([]);
  const delimiter = format.delimiter ?? detectDelimiter(headerLine, map);
  const headers = headerFields(headerLine, delimiter);
  const columns = recognise(headers, map);
  requireColumns(headers, columns);
  // The header's lines stay as empty ones, so that the numbers of lines are those of the file.
  const body = headerLine.replace(/[^\r\n]/g, '') + text.slice(headerLine.length);
  const records = splitRecords(body, delimiter, headers.length);
  if (records.length > maximumRows) throw new Error(`The file has more than ${maximumRows} rows: split it.`);
  const found = columns.flatMap((column, n) => (column === null ? [] : [[column, headers[n]!] as const]));
  return {
    headers,
    rows: records.flatMap((record) => ('fields' in record ? [{ line: record.line, fields: record.fields, row: rowOf(columns, record.fields) }] : [])),
    unreadable: records.flatMap((record) => ('unreadable' in record ? [{ line: record.line, reason: record.unreadable, text: record.text }] : [])),
    detected: {
      encoding, delimiter: nameOf(delimiter), columns: Object.fromEntries(found),
      leftOut: headers.filter((_, n) => columns[n] === null),
    },
  };
}

const rowOf = (columns: readonly (Column | null)[], fields: readonly string[]): Row =>
  Object.fromEntries(columns.flatMap((column, n) => (column === null ? [] : [[column, fields[n]!.trim()]])));
