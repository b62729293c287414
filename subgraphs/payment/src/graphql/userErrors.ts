import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Refusal } from '../domain/refusal.ts';

/** @returns the payload's `userErrors` */
export const userErrorsOf = (refusal: Refusal | null): UserError[] =>
  refusal ? [userError(refusal.code, messageOf(refusal), refusal.field)] : [];

export const isRefusal = <T extends object>(result: T | Refusal): result is Refusal => 'code' in result && !('id' in result);

function messageOf({ code, field, detail }: Refusal): string {
  switch (code) {
    case 'ALREADY_CANCELLED': return 'This contract has ended or is cancelled already.';
    case 'ALREADY_COVERED': return 'A contract covers one of these products already: leave it out, or wait until that contract ends.';
    case 'ALREADY_RUNNING': return 'A billing run is under way: wait until it has ended, then run it again if invoices are missing.';
    case 'IDEMPOTENCY_KEY_REUSED': return 'This key belongs to another request: use a new one for a new request.';
    case 'INVALID_INPUT': return `${field ?? 'The input'} ${detail ?? 'is not valid'}.`;
    case 'INVALID_PSP_TOKEN': return 'The payment provider does not know this token: let the payment form make a new one.';
    case 'NOT_FOUND': return `There is nothing with this ${field ?? 'id'}.`;
    case 'PAYMENT_DECLINED': return 'The charge was declined: choose another payment method and subscribe again with a new key.';
    case 'PRODUCT_NOT_COVERED': return 'The plan does not cover this product: leave it out or choose another plan.';
    case 'TRY_AGAIN': return 'The payment provider has not answered: try again in a minute with the same key; nothing is charged twice.';
    default: return unmapped(code);
  }
}

function unmapped(code: never): never {
  throw new Error(`no message for the refusal ${String(code)}`);
}
