import type { Graph } from '@sysops-squad/chassis/graphClient';

export type Coverage = {
  entitlement: { covered: boolean; reason: string; contract: { id: string } | null; responseTarget: string | null };
  /** False: there is no such customer. */
  customerIsKnown: boolean;
  /** Null: there is no such customer, or the address is not theirs. */
  address: { postcode: string; line1: string } | null;
};

const query = `query TicketCoverage($customerId: ID!, $productId: ID!, $at: DateTime!) {
  entitlement(customerId: $customerId, productId: $productId, at: $at) { covered reason responseTarget contract { id } }
  customer(id: $customerId) { id addresses { id line1 postcode } }
}`;

type Answer = {
  entitlement: Coverage['entitlement'] | null;
  customer: { addresses: { id: string; line1: string | null; postcode: string | null }[] | null } | null;
};

const addressQuery = `query TicketAddress($customerId: ID!) { customer(id: $customerId) { id addresses { id line1 postcode } } }`;

/** Null: there is no such customer, or the address is not theirs. @throws when customer does not answer */
export async function readAddress(graph: Graph, customerId: string, addressId: string): Promise<Coverage['address']> {
  return addressIn(await graph.request<Pick<Answer, 'customer'>>(addressQuery, { customerId }), addressId);
}

function addressIn({ customer }: Pick<Answer, 'customer'>, addressId: string | null): Coverage['address'] {
  const address = customer?.addresses?.find(({ id }) => id === addressId);
  return address?.postcode ? { postcode: address.postcode, line1: address.line1 ?? '' } : null;
}

export type CoverageQuestion = { customerId: string; productId: string; addressId: string | null; at: Date };

/** @throws when payment or customer does not answer: then nothing is known, and nothing may be concluded */
export async function checkCoverage(graph: Graph, { customerId, productId, addressId, at }: CoverageQuestion): Promise<Coverage> {
  const { entitlement, customer } = await graph.request<Answer>(query, { customerId, productId, at: at.toISOString() });
  if (!entitlement) throw new Error('the graph gave no entitlement');
  return { entitlement, customerIsKnown: customer !== null, address: addressIn({ customer }, addressId) };
}
