import { randomBytes } from 'node:crypto';

export function seededId(prefix: string, n: number): string {
  return `${prefix}_${String(n).padStart(6, '0')}`;
}

/** Prefix and a UUID of version 7, so that ids sort by the time at which they were given. */
export function newId(prefix: string, now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${prefix}_${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
