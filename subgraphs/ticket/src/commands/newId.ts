import { randomBytes } from 'node:crypto';
import type { Parts } from './parts.ts';

/** UUID version 7: 48 bits of milliseconds, then chance; rows made together lie together. */
export const newId: Parts['newId'] = (prefix) => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${prefix}_${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
