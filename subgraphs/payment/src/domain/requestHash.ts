import { createHash } from 'node:crypto';

/** The same for the same request. In base64: hexadecimal digests hold runs of digits that look like card numbers. */
export const requestHash = (operation: string, input: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify([operation, ...input])).digest('base64url');
