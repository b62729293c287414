import { parse } from 'csv-parse/sync';

/** One row of the file: where it begins (1 is the file's first line), its text, and its fields where it can be read. */
export type FileRecord = { line: number; text: string } & ({ fields: string[] } | { unreadable: string });

/** Lines that one row may have; a quote that is open for longer was never closed. */
const longestRow = 500;

/**
 * The rows of a CSV text after its header, by RFC 4180, each with `width` fields. A row that breaks the rules is unreadable by itself, and
 * the next one begins on the next line: a quote that is never closed takes nothing with it. A quote within a field that is not quoted is
 * taken as it stands. Lines without any text are passed over.
 */
export function splitRecords(text: string, delimiter: string, width: number): FileRecord[] {
  const lines = text.split(/\r\n|\n|\r/);
  const records: FileRecord[] = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at]!.trim() === '') {
      at += 1;
      continue;
    }
    const { used, ...record } = readRecord(lines, at, delimiter, width);
    const previous = records.at(-1);
    if ('unreadable' in record && isCutOff(previous) && !beginsRow(record.text, delimiter, width)) previous.text += `\n${record.text}`;
    else records.push(record);
    at += used;
  }
  return records;
}

const neverClosed = 'a quote is opened and never closed';
const isCutOff = (record: FileRecord | undefined): record is FileRecord & { unreadable: string } =>
  record !== undefined && 'unreadable' in record && record.unreadable === neverClosed;

type Read = FileRecord & { used: number };

function readRecord(lines: readonly string[], at: number, delimiter: string, width: number): Read {
  const line = at + 1;
  const first = lines[at]!;
  if (!first.includes('"')) return { line, used: 1, text: first, ...ofWidth(first.split(delimiter), width) };
  const strict = readStrictly(first, delimiter);
  const end = strict === 'open' ? closingLine(lines, at, delimiter, width) : undefined;
  if (end) return { line, used: end.used, text: end.text, fields: end.fields };
  const fields = Array.isArray(strict) ? strict : readLeniently(first, delimiter);
  const reading = fields ? ofWidth(fields, width) : { unreadable: neverClosed };
  return { line, used: 1, text: first, ...reading };
}

const ofWidth = (fields: string[], width: number): { fields: string[] } | { unreadable: string } =>
  fields.length === width ? { fields } : { unreadable: `has ${fields.length} fields instead of ${width}` };

/** The row whose quoted text ends on a later line: the first end that makes a whole row of it. */
function closingLine(lines: readonly string[], at: number, delimiter: string, width: number) {
  let text = lines[at]!;
  for (let next = at + 1; next < Math.min(lines.length, at + longestRow); next += 1) {
    text += `\n${lines[next]!}`;
    if (!lines[next]!.includes('"')) continue;
    const fields = readStrictly(text, delimiter);
    if (fields === 'open') continue;
    return Array.isArray(fields) && fields.length === width ? { used: next - at + 1, text, fields } : undefined;
  }
  return undefined;
}

/** `open`: a quote is still open at the end; undefined: the rules are broken. */
function readStrictly(text: string, delimiter: string): string[] | 'open' | undefined {
  try {
    return (parse(text, { delimiter, relax_column_count: true }) as string[][])[0];
  } catch (error) {
    return (error as { code?: string }).code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : undefined;
  }
}

function readLeniently(text: string, delimiter: string): string[] | undefined {
  try {
    return (parse(text, { delimiter, relax_column_count: true, relax_quotes: true }) as string[][])[0];
  } catch {
    return undefined;
  }
}

/** A line with most of a row's delimiters is a row of its own; one with few goes on with a text that was cut. */
const beginsRow = (text: string, delimiter: string, width: number): boolean => text.split(delimiter).length > width / 2;
