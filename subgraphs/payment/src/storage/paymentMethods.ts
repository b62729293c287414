import type { PaymentMethod } from '../domain/payment.ts';
import type { Db } from './storage.ts';

const SHOWN = { id: true, customerId: true, brand: true, last4: true, expiresMonth: true, expiresYear: true, createdAt: true };

/** Without the token: nothing outside of charging needs it. */
export async function paymentMethodsByIds(db: Db, ids: readonly string[]): Promise<PaymentMethod[]> {
  return db.paymentMethod.findMany({ where: { id: { in: [...ids] } }, select: SHOWN });
}

/** Newest first, at most 20 of each customer. */
export async function paymentMethodsOfCustomers(db: Db, customerIds: readonly string[]): Promise<PaymentMethod[]> {
  return db.$queryRaw<PaymentMethod[]>`
    SELECT m.id, m.customer_id AS "customerId", m.brand, m.last4, m.expires_month AS "expiresMonth", m.expires_year AS "expiresYear", m.created_at AS "createdAt"
    FROM unnest(${[...customerIds]}::text[]) AS asked (customer_id), LATERAL (
      SELECT * FROM payment_method WHERE customer_id = asked.customer_id ORDER BY created_at DESC, id DESC LIMIT 20
    ) m ORDER BY m.created_at DESC, m.id DESC`;
}

/** The same token of the same customer is one payment method: returns the id of what is kept. */
export async function keepPaymentMethod(tx: Db, method: PaymentMethod & { pspToken: string }): Promise<string> {
  const kept = await tx.paymentMethod.upsert({
    where: { customerId_pspToken: { customerId: method.customerId, pspToken: method.pspToken } }, create: method, update: {}, select: { id: true },
  });
  return kept.id;
}
