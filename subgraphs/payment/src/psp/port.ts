import type { Money } from '../domain/money.ts';

export type PspCard = { brand: string; last4: string; expiresMonth: number; expiresYear: number };

export type PspPayment = { reference: string; status: 'AUTHORISED' | 'CAPTURED' | 'REFUNDED' } | { reference: string; status: 'DECLINED'; declineCode: string };

/**
 * A payment service provider, as far as we use one. Payments and refunds bear our ids, and repeating a call with the
 * same id does nothing twice. Every call ends within some seconds.
 * @throws PspSilent when there was no answer: the call may or may not have taken effect
 */
export type PspPort = {
  /** Null: the provider does not know the token. */
  lookUpToken(token: string): Promise<PspCard | null>;
  authorise(order: { paymentId: string; token: string; amount: Money }): Promise<PspPayment>;
  capture(paymentId: string): Promise<PspPayment>;
  /** Gives a captured payment back, whole. */
  refund(order: { paymentId: string; refundId: string }): Promise<PspPayment>;
  /** What it has by our payment id; null when nothing of that id ever arrived. */
  fetch(paymentId: string): Promise<PspPayment | null>;
};

export class PspSilent extends Error {}
