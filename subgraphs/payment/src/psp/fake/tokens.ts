import { createHash } from 'node:crypto';
import type { PspCard } from '../port.ts';

/** What a token of the fake provider makes happen; a token may carry several of these words, parted by underscores. */
export type Behaviour = {
  declines: string | null;
  /** The first authorise, or capture, takes effect, and its answer is lost. */
  authoriseSilent: boolean;
  captureSilent: boolean;
  /** Nothing sent for it ever arrives. */
  unreachable: boolean;
  /** How often each webhook event is delivered. */
  deliveries: number;
};

const brands: Record<string, string> = { visa: 'VISA', mastercard: 'MASTERCARD', amex: 'AMEX', sepa: 'SEPA' };

export function behaviourOf(token: string): Behaviour {
  const has = (word: string): boolean => `_${token}_`.includes(`_${word}_`);
  return {
    declines: has('declined') ? 'CARD_DECLINED' : has('insufficient_funds') ? 'INSUFFICIENT_FUNDS' : has('expired') ? 'CARD_EXPIRED' : null,
    authoriseSilent: has('timeout_after_authorise'),
    captureSilent: has('timeout_after_success'),
    unreachable: has('unreachable'),
    deliveries: has('duplicate_webhook') ? 3 : has('no_webhook') ? 0 : 1,
  };
}

/** The same card for the same token, always; null for tokens that it never gave. */
export function cardOf(token: string, now: Date): PspCard | null {
  const words = token.toLowerCase().split('_');
  if (!/^tok_[A-Za-z0-9_]{2,60}$/.test(token) || words.includes('unknown') || words.includes('invalid')) return null;
  const [a = 0, b = 0, month = 0] = createHash('sha256').update(token).digest();
  const brand = words.map((word) => brands[word]).find(Boolean) ?? 'VISA';
  return { brand, last4: String(1000 + ((a * 256 + b) % 9000)), expiresMonth: 1 + (month % 12), expiresYear: now.getUTCFullYear() + 3 };
}
