import type { PaymentOutcome } from '../domain/payment.ts';
import { PspSilent, type PspPayment } from '../psp/port.ts';
import { askLater, leasePayments, type Lease } from '../storage/payments.ts';
import { settlePayments } from '../storage/settlePayments.ts';
import type { Dependencies } from './dependencies.ts';
import { inParallel } from './inParallel.ts';

/** SETTLED: has an outcome now. UNKNOWN: the provider did not say. BUSY: somebody else is at it, or it was settled before. */
export type Collected = Map<string, 'SETTLED' | 'UNKNOWN' | 'BUSY'>;

/** Takes stored payments up with the provider, outside of any transaction, and writes down what came of it. */
export async function collectPayments(parts: Dependencies, ids: readonly string[], parallel = 4): Promise<Collected> {
  const leases = await leasePayments(parts.storage.db, ids, parts.clock());
  const collected: Collected = new Map(ids.map((id) => [id, 'BUSY']));
  const outcomes: PaymentOutcome[] = [];
  await inParallel(leases, parallel, async (lease) => {
    const outcome = await outcomeOf(parts, lease);
    if (outcome) outcomes.push(outcome);
    else await askLater(parts.storage.db, lease, parts.clock());
    collected.set(lease.id, outcome ? 'SETTLED' : 'UNKNOWN');
  });
  await settlePayments(parts.storage, outcomes, parts.clock());
  return collected;
}

/** Silence is followed by a question, never by another charge: only what never arrived is sent again, under the same id. */
async function outcomeOf(parts: Dependencies, lease: Lease): Promise<PaymentOutcome | null> {
  try {
    return await charge(parts, lease, lease.sentBefore).catch((error: unknown) => {
      if (!(error instanceof PspSilent)) throw error;
      return charge(parts, lease, true);
    });
  } catch (error) {
    const silent = error instanceof PspSilent;
    parts.logger[silent ? 'warn' : 'error']({ err: error, paymentId: lease.id }, 'the payment provider gave no outcome; it will be asked again');
    return null;
  }
}

async function charge({ psp }: Dependencies, { id, pspToken, amount }: Lease, ask: boolean): Promise<PaymentOutcome> {
  let state = ask ? await psp.fetch(id) : null;
  state ??= await psp.authorise({ paymentId: id, token: pspToken, amount });
  if (state.status === 'AUTHORISED') state = await psp.capture(id);
  return outcome(id, state);
}

function outcome(paymentId: string, state: PspPayment): PaymentOutcome {
  const { reference } = state;
  if (state.status === 'DECLINED') return { paymentId, reference, status: 'DECLINED', declineCode: state.declineCode };
  if (state.status === 'AUTHORISED') throw new PspSilent('still authorised after the capture');
  return { paymentId, reference, status: 'SUCCEEDED' };
}
