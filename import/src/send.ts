import { setTimeout as sleep } from 'node:timers/promises';
import { OperationFailed, type Session } from '@sysops-squad/client/session';
import type { ImportedTicket } from './readTicket.ts';

export type Outcome = { externalId: string; outcome: 'CREATED' | 'EXISTED' | 'REFUSED'; reason: string | null };

const batchSize = 100;
const tries = 6;

const importCustomers = `mutation ImportCustomers($input: ImportCustomersInput!) {
  importCustomers(input: $input) { results { externalId outcome reason customer { id } } userErrors { code message field } }
}`;
const importTickets = `mutation ImportTickets($input: ImportTicketsInput!) {
  importTickets(input: $input) { results { externalId outcome reason } userErrors { code message field } }
}`;
const allProducts = `query SupportedProducts($after: String) {
  products(first: 100, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }
}`;

type Batch<Row extends { externalId: string }, Result extends Outcome> = (rows: Row[]) => Promise<Result[]>;

/**
 * Sends rows; where the graph refuses all of them because of one, halves them until that row stands alone, as refused with the reason.
 * @param refusedRow what such a row comes to
 */
async function isolating<Row extends { externalId: string }, Result extends Outcome>(
  rows: Row[], send: Batch<Row, Result>, refusedRow: (row: Row, reason: string) => Result,
): Promise<Result[]> {
  try {
    return await send(rows);
  } catch (error) {
    if (!(error instanceof OperationFailed && error.code === 'BAD_USER_INPUT')) throw error;
    if (rows.length === 1) return [refusedRow(rows[0]!, error.message)];
    const middle = Math.ceil(rows.length / 2);
    return [
      ...(await isolating(rows.slice(0, middle), send, refusedRow)),
      ...(await isolating(rows.slice(middle), send, refusedRow)),
    ];
  }
}

type Refused = { userErrors: { code: string; message: string; field: string | null }[] };
type CustomerOutcome = Outcome & { customer: { id: string } | null };

export const inBatches = <Item>(items: Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) => items.slice(index * batchSize, (index + 1) * batchSize));

/** Repeats what failed for the moment: every step of an import may be repeated without doing anything twice. */
async function patiently<Data>(session: Session, query: string, variables: Record<string, unknown>): Promise<Data> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await session.request<Data>(query, variables);
    } catch (error) {
      const final = error instanceof OperationFailed && !['UNAVAILABLE', 'OVERLOADED', 'INTERNAL', 'RATE_LIMITED'].includes(error.code);
      if (final || attempt === tries) throw error;
      await sleep(250 * 2 ** attempt);
    }
  }
}

function accepted<Payload extends Refused>(payload: Payload): Payload {
  const [refusal] = payload.userErrors;
  if (refusal) throw new Error(`${refusal.code} ${refusal.field ?? ''}: ${refusal.message}`);
  return payload;
}

/** Product ids by lower-case name. */
export async function fetchProducts(session: Session): Promise<Map<string, string>> {
  const products = new Map<string, string>();
  type Page = { products: { edges: { node: { id: string; name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  for (let after: string | null = null, more = true; more; ) {
    const page: Page = await patiently<Page>(session, allProducts, { after });
    for (const { node } of page.products.edges) products.set(node.name.toLowerCase(), node.id);
    ({ endCursor: after, hasNextPage: more } = page.products.pageInfo);
  }
  return products;
}

/** At most 100 customers. */
export function sendCustomers(session: Session, source: string, rows: ImportedTicket['customer'][]): Promise<CustomerOutcome[]> {
  type Data = { importCustomers: Refused & { results: CustomerOutcome[] } };
  const send = async (batch: typeof rows): Promise<CustomerOutcome[]> =>
    accepted((await patiently<Data>(session, importCustomers, { input: { source, rows: batch } })).importCustomers).results;
  return isolating(rows, send, ({ externalId }, reason) => ({ externalId, outcome: 'REFUSED', reason, customer: null }));
}

export type TicketRow = Omit<ImportedTicket, 'customer'> & { customerId: string; productId: string | null };

/** At most 100 tickets. */
export function sendTickets(session: Session, source: string, rows: TicketRow[]): Promise<Outcome[]> {
  type Data = { importTickets: Refused & { results: Outcome[] } };
  const send = async (batch: typeof rows): Promise<Outcome[]> =>
    accepted((await patiently<Data>(session, importTickets, { input: { source, rows: batch } })).importTickets).results;
  return isolating(rows, send, ({ externalId }, reason) => ({ externalId, outcome: 'REFUSED', reason }));
}
