import type { PaymentMethod } from '../domain/payment.ts';
import { refusal, type Refusal } from '../domain/refusal.ts';
import { requestHash } from '../domain/requestHash.ts';
import { PspSilent } from '../psp/port.ts';
import { findRequest, rememberRequest, type RememberedRequest } from '../storage/idempotencyKeys.ts';
import { keepPaymentMethod, paymentMethodsByIds } from '../storage/paymentMethods.ts';
import { lockCustomer, type Db } from '../storage/storage.ts';
import type { Dependencies } from './dependencies.ts';

export type AddPaymentMethod = { customerId: string; pspToken: string; idempotencyKey: string };

export async function addPaymentMethod(parts: Dependencies, command: AddPaymentMethod): Promise<PaymentMethod | Refusal> {
  const { pspToken, customerId } = command;
  if (!/^tok_[A-Za-z0-9_-]{2,200}$/.test(pspToken)) return refusal('INVALID_PSP_TOKEN', 'pspToken');
  const request = { customerId, key: command.idempotencyKey, operation: 'addPaymentMethod', requestHash: requestHash('addPaymentMethod', [pspToken]) };
  const before = await findRequest(parts.storage.db, customerId, request.key);
  if (before) return repeated(parts.storage.db, before, request);
  const card = await parts.psp.lookUpToken(pspToken).catch(silence);
  if (card === 'SILENT') return refusal('TRY_AGAIN');
  if (!card) return refusal('INVALID_PSP_TOKEN', 'pspToken');
  const method = { id: parts.newId('pm'), customerId, pspToken, ...card, createdAt: parts.clock() };
  return parts.storage.inTransaction(async (tx) => {
    await lockCustomer(tx, customerId);
    const meanwhile = await findRequest(tx, customerId, request.key);
    if (meanwhile) return repeated(tx, meanwhile, request);
    const id = await keepPaymentMethod(tx, method);
    await rememberRequest(tx, { ...request, resultId: id }, method.createdAt);
    return load(tx, id);
  });
}

async function repeated(db: Db, before: RememberedRequest, request: Omit<RememberedRequest, 'resultId'>): Promise<PaymentMethod | Refusal> {
  return before.requestHash === request.requestHash ? load(db, before.resultId) : refusal('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
}

const load = async (db: Db, id: string): Promise<PaymentMethod> => (await paymentMethodsByIds(db, [id]))[0]!;

function silence(error: unknown): 'SILENT' {
  if (error instanceof PspSilent) return 'SILENT';
  throw error;
}
