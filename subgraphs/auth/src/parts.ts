import type { PasswordHasher } from './passwords/argon2.ts';
import type { HashGate } from './passwords/hashGate.ts';
import type { Database } from './storage/database.ts';
import type { SignAccessToken } from './tokens/accessToken.ts';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { Customers } from './customers/customers.ts';
import type { RotationPolicy } from './domain/signingKeys.ts';
import type { OidcProvider } from './oidc/provider.ts';
import type { Keyring } from './secrets/keyring.ts';

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
  newId: (prefix: 'usr' | 'ses' | 'aud' | 'msg' | 'dev') => string;
  /** Base of the links in mails: where people reach the router. */
  publicUrl: string;
  customers: Customers;
  keyring: Keyring;
  /** The company's identity provider, by which staff may sign in; null: there is none. */
  oidc: OidcProvider | null;
  /** How long an answer takes that must not tell whether there is an account. */
  answerAfterMs: number;
  /** After a commit: what it left to be sent is looked for at once. */
  wake: () => void;
  logger: Pick<Logger, 'warn' | 'error'>;
};
