import type { Contract } from '../domain/contract.ts';
import type { Invoice } from '../domain/invoice.ts';
import { refusal, type Refusal } from '../domain/refusal.ts';
import { requestHash } from '../domain/requestHash.ts';
import { subscribeToPlan as decide, type Subscription } from '../domain/subscribeToPlan.ts';
import { contractsByIds, contractsOfCustomers, insertContract } from '../storage/contracts.ts';
import { findRequest, rememberRequest } from '../storage/idempotencyKeys.ts';
import { firstInvoiceOf, issueInvoices } from '../storage/invoices.ts';
import { paymentMethodsByIds } from '../storage/paymentMethods.ts';
import { firstPaymentOf, insertPayments, unansweredContractIds } from '../storage/payments.ts';
import { plansByIds } from '../storage/plans.ts';
import { replaceContracts } from '../storage/replaceContracts.ts';
import { lockCustomer, type Db } from '../storage/storage.ts';
import { awaitOutcome } from './awaitOutcome.ts';
import type { Dependencies } from './dependencies.ts';

export type SubscribeToPlan = { customerId: string; planId: string; paymentMethodId: string; productIds: readonly string[]; idempotencyKey: string };

/** A refusal beside a contract says how its first charge stands. */
export type Subscribed = { contract: Contract | null; invoice: Invoice | null; refusal: Refusal | null };

export async function subscribeToPlan(parts: Dependencies, command: SubscribeToPlan): Promise<Subscribed> {
  const made = (await before(parts.storage.db, command)) ?? (await parts.storage.inTransaction((tx) => makeContract(parts, tx, command)));
  return typeof made === 'string' ? answer(parts, made) : refused(made);
}

const refused = (why: Refusal): Subscribed => ({ contract: null, invoice: null, refusal: why });
const productsOf = ({ productIds }: SubscribeToPlan): string[] => [...new Set(productIds)].sort();
const hashOf = (command: SubscribeToPlan): string => requestHash('subscribeToPlan', [command.planId, command.paymentMethodId, productsOf(command)]);

/** The contract's id when this request was made before. */
async function before(db: Db, command: SubscribeToPlan): Promise<string | Refusal | null> {
  const request = await findRequest(db, command.customerId, command.idempotencyKey);
  if (!request) return null;
  return request.requestHash === hashOf(command) ? request.resultId : refusal('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
}

/** Contract, invoice, payment, ledger and key: all of it, or nothing and the key is free. The provider hears of it afterwards. */
async function makeContract(parts: Dependencies, tx: Db, command: SubscribeToPlan): Promise<string | Refusal> {
  await lockCustomer(tx, command.customerId);
  const earlier = await before(tx, command);
  if (earlier) return earlier;
  const decision = decide(await situation(parts, tx, command));
  if ('code' in decision) return decision;
  await save(tx, decision);
  const request = { customerId: command.customerId, key: command.idempotencyKey, operation: 'subscribeToPlan', requestHash: hashOf(command) };
  await rememberRequest(tx, { ...request, resultId: decision.contract.id }, decision.contract.createdAt);
  return decision.contract.id;
}

async function situation({ clock, newId }: Dependencies, tx: Db, command: SubscribeToPlan): Promise<Parameters<typeof decide>[0]> {
  const { customerId } = command;
  const [plan = null] = await plansByIds(tx, [command.planId]);
  const method = (await paymentMethodsByIds(tx, [command.paymentMethodId])).find((each) => each.customerId === customerId);
  const earlier = await contractsOfCustomers(tx, [customerId]);
  const unanswered = await unansweredContractIds(tx, earlier.map(({ id }) => id));
  // Read after the charges: one that was answered in between shows in the contract's status, never as a charge that was declined.
  const contracts = await contractsOfCustomers(tx, [customerId]);
  return {
    customerId, plan, paymentMethodId: method?.id ?? null, productIds: productsOf(command), now: clock(),
    existing: contracts.map((contract) => ({ contract, chargeUnanswered: unanswered.has(contract.id) })),
    ids: { contract: newId('con'), invoice: newId('inv'), payment: newId('pay') },
  };
}

async function save(tx: Db, { contract, invoice, payment, replaces }: Subscription): Promise<void> {
  await replaceContracts(tx, replaces, contract.createdAt);
  await insertContract(tx, contract);
  await issueInvoices(tx, [invoice]);
  await insertPayments(tx, [payment]);
}

async function answer(parts: Dependencies, contractId: string): Promise<Subscribed> {
  const payment = await firstPaymentOf(parts.storage.db, contractId);
  const status = payment.status === 'PENDING' ? await awaitOutcome(parts, payment.id) : payment.status;
  const [contract = null] = await contractsByIds(parts.storage.db, [contractId]);
  const invoice = await firstInvoiceOf(parts.storage.db, contractId);
  return { contract, invoice, refusal: status === 'SUCCEEDED' ? null : refusal(status === 'DECLINED' ? 'PAYMENT_DECLINED' : 'TRY_AGAIN') };
}
