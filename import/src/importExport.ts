import type { Session } from '@sysops-squad/client/session';
import { readExport, type ExportedRow, type Refusal } from './readExport.ts';
import { latestTime, readTicket, type ImportedTicket } from './readTicket.ts';
import { fetchProducts, inBatches, sendCustomers, sendTickets } from './send.ts';

export type Report = {
  source: string;
  rows: number;
  created: number;
  existed: number;
  customersCreated: number;
  customersExisted: number;
  refused: Refusal[];
  warnings: { line: number; externalId: string; warning: string }[];
  /** Rows by product name that we do not support; open ones wait for a person. */
  unknownProducts: Record<string, number>;
};

type Line = { line: number; ticket: ImportedTicket };
export type Progress = (step: string, done: number, total: number) => void;

/**
 * Brings another desk's export into the running system through the graph: silently, with its own times, repeatable.
 * Every row ends up created, existed already, or refused with its line and reason.
 */
export async function importExport(options: { session: Session; file: string; source: string; onProgress: Progress }): Promise<Report> {
  const { session, source, onProgress } = options;
  const { rows, refused } = await readExport(options.file);
  const report: Report = { source, rows: rows.length + refused.length, created: 0, existed: 0, customersCreated: 0, customersExisted: 0, refused, warnings: [], unknownProducts: {} };
  const readable = readRows(rows, report);
  const customers = await bringCustomers(session, source, readable, report, onProgress);
  await bringTickets(session, source, readable.filter(({ ticket }) => customers.has(ticket.customer.email)), customers, report, onProgress);
  report.refused.sort((left, right) => left.line - right.line);
  return report;
}

function readRows(rows: ExportedRow[], report: Report): Line[] {
  const exportedAt = latestTime(rows.map(({ row }) => row));
  const seen = new Map<string, number>();
  return rows.flatMap(({ line, row }) => {
    const reading = readTicket(row, exportedAt);
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
