import type { PasswordHasher } from './argon2.ts';

/** They stand in this repository for everyone to read: the password of the seeded accounts. */
const published = new Set(['sysops-squad-demo']);

export const isPublished = (password: string): boolean => published.has(password.normalize('NFC'));

/** For production: a published password opens no account, and costs the caller as much as any wrong one. */
export const refusingPublished = (hasher: PasswordHasher): PasswordHasher => ({
  ...hasher,
  verify: async (passwordHash, password) => (await hasher.verify(passwordHash, password)) && !isPublished(password),
});
