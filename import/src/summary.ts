import type { Report } from './importExport.ts';

const shown = 10;

/** What was detected and what became of the rows, for people. */
export function summary(report: Report, files: { report: string; leftOver: string | null }): string {
  const { detected, refused, unreadable } = report;
  const unknown = Object.entries(report.unknownProducts).map(([name, rows]) => `${name} ${rows}`);
  const notImported = [...refused, ...unreadable.map(({ line, reason }) => ({ line, reason: `unreadable: ${reason}` }))]
    .sort((left, right) => left.line - right.line);
  const imported = report.wouldImport > 0
    ? `${report.wouldImport} would be imported`
    : `${report.created} created, ${report.existed} were here already`;
  return [
    `read as ${detected.encoding}, ${detected.delimiter} between fields, ${dates(report)}`,
    `columns: ${Object.entries(detected.columns).map(([column, header]) => `${column} = ${header}`).join(', ')}`,
    ...(detected.leftOut.length > 0 ? [`left out: ${detected.leftOut.join(', ')}`] : []),
    `${report.rows} rows: ${imported}, ${refused.length} refused, ${unreadable.length} unreadable`,
    ...(report.wouldImport > 0 ? [] : [`customers: ${report.customersCreated} created, ${report.customersExisted} were here already`]),
    ...(unknown.length > 0 ? [`products we do not support (open tickets wait for a person): ${unknown.join(', ')}`] : []),
    ...notImported.slice(0, shown).map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(notImported.length > shown ? [`  … and ${notImported.length - shown} more, all in the report`] : []),
    ...(files.leftOver ? [`rows to mend and import again: ${files.leftOver}`] : []),
    `report: ${files.report}`,
  ].join('\n');
}

function dates({ detected: { dateOrder, timeZone } }: Report): string {
  const order = { dmy: '1/2 is the first of February', mdy: '1/2 is the second of January' };
  return `${dateOrder ? `${order[dateOrder]}, ` : ''}times without a zone are ${timeZone}`;
}
