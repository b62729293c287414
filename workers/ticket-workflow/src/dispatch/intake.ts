import { checkCoverage, readAddress } from '../lookups/checkCoverage.ts';
import { minutesOf } from '../lookups/duration.ts';
import { locate, type FoundLocation } from '../lookups/location.ts';
import { productProblem, readTerritories } from '../lookups/roster.ts';
import type { Workflow } from '../workflow.ts';

export type WaitingTicket = {
  id: string;
  status: string;
  attention_reason: string | null;
  customer_id: string;
  product_id: string | null;
  product_name: string;
  address_id: string | null;
  territory_id: string | null;
  created_at: Date;
};

const ASK_AGAIN_MS = 2_000;

/** What is known of a new ticket before anybody is sent. */
export type Intake =
  | { ok: true; contractId: string | null; location: FoundLocation; planArriveMinutes: number | null }
  | { ok: false; reason: string; summary: string; contractId?: string | null; addressIsCustomers?: boolean }
  | { later: string; inMs: number };

export async function examine(workflow: Workflow, ticket: WaitingTicket): Promise<Intake> {
  const territories = await readTerritories(workflow.sql);
  if (territories.length === 0) return { later: 'the roster has never been read', inMs: 500 };
  const problem = await productProblem(workflow.sql, { productId: ticket.product_id, productName: ticket.product_name });
  try {
    return problem === null ? await covered(workflow.graph, ticket, territories) : await unknownProduct(workflow.graph, ticket, problem);
  } catch (error) {
    workflow.logger.warn({ err: error, ticketId: ticket.id }, 'coverage cannot be checked now');
    return { later: (error as Error).message, inMs: ASK_AGAIN_MS };
  }
}

type Territories = Awaited<ReturnType<typeof readTerritories>>;

async function covered(graph: Workflow['graph'], ticket: WaitingTicket, territories: Territories): Promise<Intake> {
  const question = { customerId: ticket.customer_id, productId: ticket.product_id!, addressId: ticket.address_id, at: ticket.created_at };
  return concluded(await checkCoverage(graph, question), territories);
}

/** The address is looked up all the same: a person may decide about the ticket, and must not see another customer's address. */
async function unknownProduct(graph: Workflow['graph'], { customer_id, address_id }: WaitingTicket, summary: string): Promise<Intake> {
  const address = address_id === null ? null : await readAddress(graph, customer_id, address_id);
  return { ok: false, reason: 'UNKNOWN_PRODUCT', summary, addressIsCustomers: address !== null };
}

const notCovered: Record<string, string> = {
  NO_CONTRACT: 'The customer has no contract.',
  PRODUCT_NOT_COVERED: "The customer's contracts do not cover this product.",
  CONTRACT_ENDED: 'The contract has ended.',
  CONTRACT_UNPAID: 'The contract is not paid.',
};

function concluded({ entitlement, customerIsKnown, address }: Awaited<ReturnType<typeof checkCoverage>>, territories: Territories): Intake {
  const contractId = entitlement.contract?.id ?? null;
  if (!customerIsKnown) return { ok: false, reason: 'UNKNOWN_CUSTOMER', summary: 'There is no such customer.', contractId };
  if (!address) return { ok: false, reason: 'UNKNOWN_ADDRESS', summary: 'The address is not one of the customer.', contractId };
  const addressIsCustomers = true;
  if (!entitlement.covered) {
    return { ok: false, reason: 'NOT_COVERED', summary: notCovered[entitlement.reason] ?? entitlement.reason, addressIsCustomers };
  }
  const location = locate(address, territories);
  if (!location) return { ok: false, reason: 'OUTSIDE_TERRITORIES', summary: `Nobody serves the postcode ${address.postcode}.`, contractId, addressIsCustomers };
  return { ok: true, contractId, location, planArriveMinutes: minutesOf(entitlement.responseTarget) };
}
