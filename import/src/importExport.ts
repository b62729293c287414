import type { Session } from '@sysops-squad/client/session';
import { readExport, type Detected, type ExportedRow, type Format, type Unreadable } from './readExport.ts';
import { latestTime, readTicket, timesIn, type ImportedTicket, type RowFormat } from './readTicket.ts';
import { detectDateOrder, type DateOrder } from './readTime.ts';
import { fetchProducts, inBatches, sendCustomers, sendTickets } from './send.ts';

export type Refusal = { line: number; externalId: string | null; reason: string };

/** `rows` = `created` + `existed` + `refused` + `unreadable`, and in a dry run `wouldImport` instead of the first two. */
export type Report = {
  source: string;
  detected: Detected & { dateOrder: DateOrder; timeZone: string };
  rows: number;
  created: number;
  existed: number;
  /** Rows that a run which is not dry would send. */
  wouldImport: number;
  customersCreated: number;
  customersExisted: number;
  refused: Refusal[];
  unreadable: Unreadable[];
  warnings: { line: number; externalId: string; warning: string }[];
  /** Rows by product name that we do not support; open ones wait for a person. */
  unknownProducts: Record<string, number>;
};

/** A row that was not imported, as it stands in the file. */
export type LeftOver = { line: number; reason: string; fields: string[] } | { line: number; reason: string; text: string };

type Line = { line: number; ticket: ImportedTicket };
export type Progress = (step: string, done: number, total: number) => void;
export type ImportOptions = {
  session: Session;
  file: string;
  source: string;
  /** What a person says instead of having it detected. */
  format?: Format & { dateOrder?: DateOrder; timeZone?: string };
  onProgress: Progress;
};

/** A file that was read and judged, before anything is sent. */
export type Prepared = { report: Report; lines: Line[]; headers: string[]; rows: ExportedRow[] };

/** Reads the file and says of every row whether it would be imported. Nothing is sent. */
export async function prepareImport({ file, source, format = {} }: Omit<ImportOptions, 'session' | 'onProgress'>): Promise<Prepared> {
  const { rows, unreadable, detected, headers } = await readExport(file, format);
  const times = timesIn(rows.map(({ row }) => row));
  const dateOrder = format.dateOrder ?? detectDateOrder(times);
  const timeZone = format.timeZone ?? 'UTC';
  const report: Report = {
    source, detected: { ...detected, dateOrder, timeZone }, rows: rows.length + unreadable.length, created: 0, existed: 0, wouldImport: 0,
    customersCreated: 0, customersExisted: 0, refused: [], unreadable, warnings: [], unknownProducts: {},
  };
  const lines = readRows(rows, report, { dateOrder, timeZone, exportedAt: latestTime(times, { dateOrder, timeZone }) });
  report.wouldImport = lines.length;
  return { report, lines, headers, rows };
}

/**
 * Brings another desk's export into the running system through the graph: silently, with its own times, repeatable.
 * Every row ends up created, existed already, refused with its line and reason, or unreadable.
 */
export async function sendImport({ report, lines }: Prepared, { session, source, onProgress }: Omit<ImportOptions, 'file'>): Promise<Report> {
  report.wouldImport = 0;
  const customers = await bringCustomers(session, source, lines, report, onProgress);
  await bringTickets(session, source, lines.filter(({ ticket }) => customers.has(ticket.customer.email)), customers, report, onProgress);
  report.refused.sort((left, right) => left.line - right.line);
  return report;
}

export const importExport = async (options: ImportOptions): Promise<Report> => sendImport(await prepareImport(options), options);

/** The rows that are not in the system after this, in the order of the file. */
export function leftOver({ report, rows }: Prepared): LeftOver[] {
  const byLine = new Map(rows.map((row) => [row.line, row.fields]));
  const refused = report.refused.map(({ line, reason }) => ({ line, reason, fields: byLine.get(line)! }));
  return [...refused, ...report.unreadable].sort((left, right) => left.line - right.line);
}

function readRows(rows: ExportedRow[], report: Report, format: RowFormat): Line[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ line, row }) => {
    const reading = readTicket(row, format);
    const externalId = row.externalId ?? null;
    const twin = externalId === null ? undefined : seen.get(externalId);
    const refused = 'refused' in reading ? reading.refused : twin ? `has the same ticket id as line ${twin}` : null;
    if (refused !== null || 'refused' in reading) {
      report.refused.push({ line, externalId, reason: refused! });
      return [];
    }
    seen.set(externalId!, line);
    for (const warning of reading.warnings) report.warnings.push({ line, externalId: externalId!, warning });
    return [{ line, ticket: reading.ticket }];
  });
}

async function bringCustomers(session: Session, source: string, lines: Line[], report: Report, onProgress: Progress): Promise<Map<string, string>> {
  const unique = [...new Map(lines.map(({ ticket }) => [ticket.customer.email, ticket.customer])).values()];
  const ids = new Map<string, string>();
  let done = 0;
  for (const batch of inBatches(unique)) {
    for (const { externalId, outcome, reason, customer } of await sendCustomers(session, source, batch)) {
      if (customer) ids.set(externalId, customer.id);
      if (outcome === 'CREATED') report.customersCreated += 1;
      if (outcome === 'EXISTED') report.customersExisted += 1;
      if (outcome === 'REFUSED')
        for (const { line, ticket } of lines.filter(({ ticket }) => ticket.customer.email === externalId))
          report.refused.push({ line, externalId: ticket.externalId, reason: `customer refused: ${reason}` });
    }
    onProgress('customers', (done += batch.length), unique.length);
  }
  return ids;
}

async function bringTickets(session: Session, source: string, lines: Line[], customers: Map<string, string>, report: Report, onProgress: Progress): Promise<void> {
  const products = await fetchProducts(session);
  let done = 0;
  for (const batch of inBatches(lines)) {
    const rows = batch.map(({ ticket: { customer, ...ticket } }) => {
      const productId = products.get(ticket.productName.toLowerCase()) ?? null;
      if (!productId) report.unknownProducts[ticket.productName] = (report.unknownProducts[ticket.productName] ?? 0) + 1;
      return { ...ticket, customerId: customers.get(customer.email)!, productId };
    });
    const outcomes = await sendTickets(session, source, rows);
    for (const [index, { outcome, externalId, reason }] of outcomes.entries()) {
      if (outcome === 'CREATED') report.created += 1;
      if (outcome === 'EXISTED') report.existed += 1;
      if (outcome === 'REFUSED') report.refused.push({ line: batch[index]!.line, externalId, reason: reason ?? 'refused' });
    }
    onProgress('tickets', (done += batch.length), lines.length);
  }
}
