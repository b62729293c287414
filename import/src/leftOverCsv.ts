import type { LeftOver } from './importExport.ts';

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Rows that were not imported as a CSV of their own (UTF-8, commas), to be mended and imported again: the file's columns as they were, then the
 * line, the reason and, where a row could not be taken apart, its text. The last three are left out when it is imported.
 */
export function leftOverCsv(headers: readonly string[], rows: readonly LeftOver[]): string {
  const blank = headers.map(() => '');
  const lines = rows.map((row) => [...('fields' in row ? row.fields : blank), String(row.line), row.reason, 'text' in row ? row.text : '']);
  const head = [...headers, 'import line', 'import reason', 'import text'];
  return `\uFEFF${[head, ...lines].map((fields) => fields.map(quoted).join(',')).join('\r\n')}\r\n`;
}
