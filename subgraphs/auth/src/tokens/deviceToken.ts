import { timingSafeEqual } from 'node:crypto';
import type { Account } from '../domain/account.ts';
import type { Keyring } from '../secrets/keyring.ts';

const signature = (keyring: Keyring, deviceId: string, email: string): Buffer => Buffer.from(keyring.mac('known device', `${deviceId} ${email}`));

/**
 * What a device sends back to be known for this address; good for nothing but its own counter of wrong passwords. Null for an account that
 * has not proven the address: it may be another person's, whose password the device would get more guesses at.
 */
export const deviceTokenFor = (keyring: Keyring, deviceId: string, { email, emailVerifiedAt }: Pick<Account, 'email' | 'emailVerifiedAt'>): string | null =>
  emailVerifiedAt === null ? null : `${deviceId}.${signature(keyring, deviceId, email).toString('base64url')}`;

/** The device's id; null for a token that was not made for this address. */
export function knownDevice(keyring: Keyring, token: string | null | undefined, email: string): string | null {
  const [deviceId, given, ...more] = token?.slice(0, 200).split('.') ?? [];
  if (!deviceId || !given || more.length > 0) return null;
  const [expected, claimed] = [signature(keyring, deviceId, email), Buffer.from(given, 'base64url')];
  return expected.length === claimed.length && timingSafeEqual(expected, claimed) ? deviceId : null;
}
