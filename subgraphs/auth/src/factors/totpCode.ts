import { Secret, TOTP } from 'otpauth';

const issuer = 'Sysops Squad';
const period = 30;

export const makeTotpSecret = (): Uint8Array<ArrayBuffer> => Uint8Array.from(new Secret({ size: 20 }).bytes);

const totpOf = (secret: Uint8Array<ArrayBuffer>, label: string): TOTP =>
  new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period, secret: new Secret({ buffer: secret.buffer }) });

/** For a QR code, and the secret alone for typing. */
export function totpSetup(secret: Uint8Array<ArrayBuffer>, email: string): { otpauthUrl: string; secret: string } {
  const totp = totpOf(secret, email);
  return { otpauthUrl: totp.toString(), secret: totp.secret.base32 };
}

/** The time step that a code belongs to, this one or one beside it; null: it is wrong. */
export function stepOfCode(secret: Uint8Array<ArrayBuffer>, code: string, now: Date): number | null {
  const given = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(given)) return null;
  const delta = totpOf(secret, '').validate({ token: given, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : TOTP.counter({ period, timestamp: now.getTime() }) + delta;
}
