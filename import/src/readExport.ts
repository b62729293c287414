import { createReadStream } from 'node:fs';
import { parse, type CsvError } from 'csv-parse';
import { recognise, type Row } from './columns.ts';

export type ExportedRow = { line: number; row: Row };
export type Refusal = { line: number; externalId: string | null; reason: string };

const maximumRows = 500_000;

/**
 * Reads a CSV export (RFC 4180: commas, quotes, lines within quotes; UTF-8 with or without BOM). A broken row is a refusal, never the end of the file.
 * @throws when the file cannot be read, has no usable header, or has more than 500,000 rows
 */
export async function readExport(file: string): Promise<{ rows: ExportedRow[]; refused: Refusal[] }> {
  const rows: ExportedRow[] = [];
  const refused: Refusal[] = [];
  // Counted where records are parsed, in order: what comes out of the stream comes later and in batches.
  let nextLine = 2;
  const parser = parse({
    bom: true,
    columns: (headers: string[]) => recognise(headers).map((column) => column ?? false),
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_record: (row: Row, { lines }) => {
      const line = nextLine;
      nextLine = lines + 1;
      return { line, row };
    },
  });
  parser.on('skip', (error: CsvError & { lines?: number }) => {
    refused.push({ line: nextLine, externalId: null, reason: `not readable as CSV: ${error.message}` });
    nextLine = (error.lines ?? nextLine) + 1;
  });
  const source = createReadStream(file);
  source.on('error', (error) => parser.destroy(error));
  for await (const row of source.pipe(parser) as AsyncIterable<ExportedRow>) {
    if (rows.length >= maximumRows) throw new Error(`The file has more than ${maximumRows} rows: split it.`);
    rows.push(row);
  }
  return { rows, refused };
}
