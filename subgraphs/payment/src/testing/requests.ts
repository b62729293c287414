import { randomUUID } from 'node:crypto';
import { customer, type PaymentServer } from './paymentServer.ts';

export const ADD = `mutation ($input: AddPaymentMethodInput!) {
  addPaymentMethod(input: $input) { paymentMethod { id brand last4 expiresAt } userErrors { code message field } } }`;
export const SUBSCRIBE = `mutation ($input: SubscribeToPlanInput!) {
  subscribeToPlan(input: $input) {
    contract { id status plan { id name } startsAt endsAt coveredProducts { id } }
    invoice { id number status total { amountMinor currency } period { start end } payments { id status paidAt } }
    userErrors { code message field } } }`;
export const CANCEL = `mutation ($input: CancelContractInput!) { cancelContract(input: $input) { contract { id status endsAt } userErrors { code message field } } }`;
export const RUN = `mutation ($period: Date!) {
  runBilling(input: { period: $period }) { run { id period invoicesCreated invoicesSkipped failures { contract { id } reason } finishedAt } userErrors { code message field } } }`;

export const codesOf = (payload: { userErrors: { code: string }[] }): string[] => payload.userErrors.map(({ code }) => code);
export const newKey = (): string => `key-${randomUUID()}`;

/** The id of a new payment method of this customer. */
export async function paymentMethodOf(server: PaymentServer, customerId: string, pspToken = 'tok_visa_ok'): Promise<string> {
  const { data } = await server.ask(customer(customerId), ADD, { input: { pspToken, idempotencyKey: newKey() } });
  return data.addPaymentMethod.paymentMethod.id;
}

type Wish = { planId?: string; paymentMethodId: string; productIds?: string[]; idempotencyKey?: string };

export async function subscribe(server: PaymentServer, customerId: string, wish: Wish) {
  const input = { planId: 'plan_000001', productIds: ['prd_000011', 'prd_000012'], idempotencyKey: newKey(), ...wish };
  const { data, errors } = await server.ask(customer(customerId), SUBSCRIBE, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.subscribeToPlan;
}

/** A contract that is paid for, or whatever the token makes of it. */
export const subscribeWith = async (server: PaymentServer, customerId: string, pspToken = 'tok_visa_ok', wish: Partial<Wish> = {}) =>
  subscribe(server, customerId, { paymentMethodId: await paymentMethodOf(server, customerId, pspToken), ...wish });

/** What the ledger says that everybody together owes, and what went where; all in euro cents. */
export async function ledgerOf({ sql }: PaymentServer): Promise<Record<string, number>> {
  const { rows } = await sql.query<{ account: string; sum: string }>('SELECT account, sum(amount_minor) FROM ledger_entry GROUP BY account');
  return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
}
