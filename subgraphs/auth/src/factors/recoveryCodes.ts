import { randomBytes } from 'node:crypto';
import type { Keyring } from '../secrets/keyring.ts';

const howMany = 10;

/** 80 random bits each, in four groups that can be read from paper. */
export function makeRecoveryCodes(keyring: Keyring, accountId: string): { codes: string[]; hashes: Uint8Array<ArrayBuffer>[] } {
  const codes = Array.from({ length: howMany }, () => randomBytes(10).toString('hex').replace(/(.{5})(?=.)/g, '$1-'));
  return { codes, hashes: codes.map((code) => hashOfRecoveryCode(keyring, accountId, code)) };
}

export const hashOfRecoveryCode = (keyring: Keyring, accountId: string, code: string): Uint8Array<ArrayBuffer> =>
  keyring.mac('recovery code', `${accountId} ${code.slice(0, 100).toLowerCase().replace(/[^0-9a-f]/g, '')}`);
