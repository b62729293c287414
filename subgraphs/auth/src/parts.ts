import type { PasswordHasher } from './passwords/argon2.ts';
import type { HashGate } from './passwords/hashGate.ts';
import type { Database } from './storage/database.ts';
import type { SignAccessToken } from './tokens/accessToken.ts';
import type { RotationPolicy } from './domain/signingKeys.ts';

/** What commands are made of: the real parts in main.ts, some others in tests. */
export type Parts = {
  database: Database;
  hasher: PasswordHasher;
  /** A hash of a password that nobody has: what unknown accounts are checked against. */
  dummyHash: string;
  gate: HashGate;
  signAccessToken: SignAccessToken;
  rotation: RotationPolicy;
  now: () => Date;
  newId: (prefix: 'usr' | 'ses' | 'aud') => string;
};
