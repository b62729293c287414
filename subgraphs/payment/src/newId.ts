import { randomBytes } from 'node:crypto';

export type NewId = (prefix: 'con' | 'inv' | 'pay' | 'pm' | 'run') => string;

/** A prefix and a UUID of version 7: ids sort by the time at which they were given. */
export const newId: NewId = (prefix) => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return `${prefix}_${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
};
