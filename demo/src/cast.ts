import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { operation } from '@sysops-squad/client/operations';
import { openSession, type Session } from '@sysops-squad/client/session';
import type { ImportedTicket } from '../../import/src/readTicket.ts';
import { fetchProducts } from '../../import/src/send.ts';
import type { OfferEvent } from './types.ts';

type PageInfo = { hasNextPage: boolean; endCursor: string | null };
type Territory = { id: string; name: string; postcodePrefixes: string[] };
type CustomerNode = { id: string; addresses: { id: string; postcode: string }[]; contracts: { edges: { node: { status: string; coveredProducts: { id: string }[] } }[] } };

const territoriesQuery = 'query Territories { territories { id name postcodePrefixes } }';
const customersQuery = `query Customers($after: String) { customers(first: 100, after: $after) {
  edges { node { id addresses { id postcode } contracts(first: 5) { edges { node { status coveredProducts { id } } } } } } pageInfo { hasNextPage endCursor } } }`;
const expertsQuery = `query Experts($territoryId: ID!, $after: String) { experts(territoryId: $territoryId, first: 100, after: $after) {
  edges { node { id email active } } pageInfo { hasNextPage endCursor } } }`;

async function everyPage<Node>(page: (after: string | null) => Promise<{ edges: { node: Node }[]; pageInfo: PageInfo }>, enough = Infinity): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await page(after);
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage || nodes.length >= enough) return nodes;
    after = pageInfo.endCursor;
  }
}

const chosenTerritories = async (session: Session, wanted: number): Promise<Territory[]> =>
  (await session.request<{ territories: Territory[] }>(territoriesQuery)).territories.slice(0, wanted);

const covers = (customer: CustomerNode, productId: string): boolean =>
  customer.contracts.edges.some(({ node }) => node.status === 'ACTIVE' && node.coveredProducts.some(({ id }) => id === productId));

/** A customer for each ticket, in turn: one whose contract covers the product where there is one. Products that we do not support stay unknown, as in life. */
export async function chooseCustomers(options: { operative: Session; manager: Session; tickets: ImportedTicket[]; territories: number }) {
  const territories = await chosenTerritories(options.manager, options.territories);
  const prefixes = territories.flatMap(({ postcodePrefixes }) => postcodePrefixes);
  const all = await everyPage((after) => options.operative.request<{ customers: { edges: { node: CustomerNode }[]; pageInfo: PageInfo } }>(customersQuery, { after }).then(({ customers }) => customers));
  const here = all.filter(({ addresses }) => addresses[0] && prefixes.some((prefix) => addresses[0]!.postcode.startsWith(prefix)));
  const products = await fetchProducts(options.operative);
  let turn = 0;
  return options.tickets.map((ticket) => {
    const productId = products.get(ticket.productName.toLowerCase()) ?? `prd_${ticket.productName.toLowerCase().replace(/\W+/g, '_')}`;
    const covered = here.filter((customer) => covers(customer, productId));
    const customer = (covered.length > 0 ? covered : here)[(turn += 1) % (covered.length || here.length)]!;
    return { productId, description: ticket.description, priority: ticket.priority, addressId: customer.addresses[0]!.id, onBehalfOf: customer.id, idempotencyKey: `replay-${randomUUID()}` };
  });
}

/** Signs every expert of the territories in; each accepts what it is offered, and remembers when the offer was on its screen. */
export async function watchExperts(options: { url: string; password: string; territories: number; manager: Session; write: (line: string) => void }) {
  const shownAt = new Map<string, number>();
  const sessions: Session[] = [];
  const emails: string[] = [];
  for (const { id } of await chosenTerritories(options.manager, options.territories)) {
    type Page = { experts: { edges: { node: { email: string; active: boolean } }[]; pageInfo: PageInfo } };
    const experts = await everyPage((after) => options.manager.request<Page>(expertsQuery, { territoryId: id, after }).then(({ experts }) => experts));
    emails.push(...experts.filter(({ active }) => active).map(({ email }) => email));
  }
  const queue = [...new Set(emails)];
  const signInNext = async (): Promise<void> => {
    for (let email = queue.pop(); email; email = queue.pop()) {
      const session = await openSession({ url: options.url, email, password: options.password, timeoutMs: 30_000 });
      sessions.push(session);
      void acceptEverything(session, shownAt, options.write);
      if (sessions.length % 100 === 0) options.write(`  ${sessions.length} experts signed in`);
    }
  };
  await Promise.all([signInNext(), signInNext(), signInNext(), signInNext()]);
  return { count: sessions.length, shownAt, close: () => Promise.all(sessions.map((session) => session.close())) };
}

async function acceptEverything(expert: Session, shownAt: Map<string, number>, write: (line: string) => void): Promise<void> {
  try {
    for await (const { offerReceived } of expert.subscribe<OfferEvent>(operation('OfferReceived'))) {
      if (offerReceived.kind !== 'RECEIVED') continue;
      const { offer } = offerReceived;
      if (!shownAt.has(offer.ticket.id)) shownAt.set(offer.ticket.id, performance.now());
      await expert.request(operation('AcceptOffer'), { offerId: offer.id });
    }
  } catch (error) {
    write(`  an expert's subscription ended: ${(error as Error).message}`);
  }
}
