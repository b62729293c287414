import { randomUUID } from 'node:crypto';
import { operation } from '@sysops-squad/client/operations';
import type { Answer, Session, Variables } from '@sysops-squad/client/session';
import type { System } from './system.ts';

export type Data = Record<string, any>;

/** Sends an operation of `operations/` by its name. */
export const send = (session: Session, name: string, variables: Variables = {}): Promise<Answer<Data>> => session.send<Data>(operation(name), variables);

/** The payload or value of an operation's only root field; fails the test when there was any error or refusal. */
export async function sendWell(session: Session, name: string, variables: Variables = {}): Promise<any> {
  const { data, errors } = await send(session, name, variables);
  if (errors) throw new Error(`${name}: ${errors.map((error) => `${error.extensions?.code} ${error.message} at ${error.path?.join('.')}`).join('; ')}`);
  const [root] = Object.values(data!);
  if (root?.userErrors?.length) throw new Error(`${name}: ${root.userErrors.map((error: Data) => `${error['code']} ${error['message']}`).join('; ')}`);
  return root;
}

export const codeOf = ({ errors }: Answer<unknown>): string | undefined => errors?.[0]?.extensions?.code;

/** Asks until the answer fits: a fact is waited for, never a time. @throws after 20 seconds, with the last answer */
export async function eventually<Result>(ask: () => Promise<Result>, fits: (result: Result) => boolean, withinMs = 20_000): Promise<Result> {
  const end = Date.now() + withinMs;
  for (;;) {
    const result = await ask();
    if (fits(result)) return result;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms; last: ${JSON.stringify(result)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const key = (): string => `e2e-${randomUUID()}`;

export const ticketOf = (session: Session, id: string): Promise<any> => sendWell(session, 'TicketDetail', { id });

/** A product that the demo customer's contract covers, and the address to come to. */
export async function coveredProduct(system: System): Promise<{ productId: string; addressId: string; contractId: string }> {
  const me = await sendWell(await system.as('customer'), 'MyAccount');
  const { node } = me.customer.contracts.edges.find((edge: Data) => edge['node'].status === 'ACTIVE' && edge['node'].coveredProducts.length > 0);
  return { productId: node.coveredProducts[0].id, addressId: me.customer.addresses[0].id, contractId: node.id };
}

export async function createTicket(system: System, more: Variables = {}): Promise<any> {
  const { productId, addressId } = await coveredProduct(system);
  const input = { productId, addressId, description: 'It hums and stays dark.', idempotencyKey: key(), ...more };
  return (await sendWell(await system.as('customer'), 'CreateTicket', { input })).ticket;
}

/** Waits until dispatch has made an offer to somebody else than `notTo`; the session is the chosen expert's. */
export async function offered(system: System, ticketId: string, notTo?: string): Promise<{ expert: Session; email: string; offerId: string }> {
  const manager = await system.as('manager');
  const query = 'query Chosen($id: ID!) { ticket(id: $id) { status attention { summary } expert { id email } } }';
  const { data } = await eventually(() => manager.send<Data>(query, { id: ticketId }), ({ data: found }) => found?.['ticket'].status === 'OFFERED' && found['ticket'].expert.email !== notTo);
  const { email } = data!['ticket'].expert;
  const expert = await system.as(email);
  const me = await sendWell(expert, 'MyOffers');
  const edge = me.expert.offers.edges.find((candidate: Data) => candidate['node'].ticket.id === ticketId);
  return { expert, email, offerId: edge.node.id };
}

export async function visitOf(expert: Session, offerId: string): Promise<string> {
  const { ticket } = await sendWell(expert, 'AcceptOffer', { offerId });
  return (await ticketOf(expert, ticket.id)).visit.id;
}
