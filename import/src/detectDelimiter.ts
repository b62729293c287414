import { parse } from 'csv-parse/sync';
import { recognise, type ColumnMap } from './columns.ts';

const delimiters = [',', ';', '\t', '|'] as const;
const names: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

export const nameOf = (delimiter: string): string => names[delimiter] ?? delimiter;

/** What a person may type for a delimiter. @throws for anything else */
export function readDelimiter(text: string): string {
  const wanted = text === '\\t' ? '\t' : (Object.keys(names).find((each) => names[each] === text.toLowerCase()) ?? text);
  if (delimiters.some((each) => each === wanted)) return wanted;
  throw new Error(`--delimiter ${text} is not one of comma, semicolon, tab, bar.`);
}

/** The delimiter that finds the most of our columns in the header, then the most fields. */
export function detectDelimiter(header: string, map: ColumnMap): string {
  const score = (delimiter: string): number => {
    const fields = headerFields(header, delimiter);
    return recognise(fields, map).filter((column) => column !== null).length * 1_000 + fields.length;
  };
  return delimiters.toSorted((left, right) => score(right) - score(left))[0]!;
}

export function headerFields(header: string, delimiter: string): string[] {
  const [fields] = parse(header, { delimiter, relax_quotes: true, relax_column_count: true, trim: true }) as string[][];
  return fields ?? [];
}
