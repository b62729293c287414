/** The little that a stranger does through the router to see that it works. */
export async function signIn(url: string, email: string): Promise<string> {
  const answer = await ask<{ login: { session: { accessToken: string } | null; userErrors: { code: string }[] } }>(
    url,
    'mutation ($email: String!) { login(input: { email: $email, password: "sysops-squad-demo" }) { session { accessToken } userErrors { code } } }',
    { email },
  );
  if (!answer.login.session) throw new Error(`login as ${email}: ${JSON.stringify(answer.login.userErrors)}`);
  return answer.login.session.accessToken;
}

type Found = { products: { edges: { node: { id: string } }[] }; me: { customer: { addresses: { id: string }[] } } };

/** Raises a ticket for any product at the customer's first address; the answer has data from three contexts. */
export async function raiseTicket(url: string, token: string, idempotencyKey: string): Promise<{ id: string; number: string }> {
  const { products, me } = await ask<Found>(url, '{ products(first: 1) { edges { node { id } } } me { customer { addresses { id } } } }', {}, token);
  const known = { productId: products.edges[0]?.node.id, addressId: me.customer.addresses[0]?.id };
  const input = { ...known, description: 'The fresh start check wants to see a ticket again', idempotencyKey };
  const answer = await ask<{ createTicket: { ticket: { id: string; number: string } | null; userErrors: unknown[] } }>(
    url,
    `mutation ($input: CreateTicketInput!) {
      createTicket(input: $input) { ticket { id number product { name } customer { name } } userErrors { code message field } }
    }`,
    { input },
    token,
  );
  if (!answer.createTicket.ticket) throw new Error(`createTicket: ${JSON.stringify(answer.createTicket.userErrors)}`);
  return answer.createTicket.ticket;
}

export async function findTicket(url: string, token: string, id: string): Promise<string | undefined> {
  const answer = await ask<{ ticket: { number: string } | null }>(url, 'query ($id: ID!) { ticket(id: $id) { number } }', { id }, token);
  return answer.ticket?.number;
}

async function ask<Data>(url: string, query: string, variables: object, token?: string): Promise<Data> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }), signal: AbortSignal.timeout(15_000) });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown[] };
  if (errors || !data) throw new Error(`${response.status} ${JSON.stringify(errors)}`);
  return data;
}
