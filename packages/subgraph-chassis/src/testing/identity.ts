import type { JWK } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { anonymous, type Caller, type Role } from '../caller.ts';

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { private: privateKey.export({ format: 'jwk' }) as JWK, public: publicKey.export({ format: 'jwk' }) as JWK };
};

/** Fresh Ed25519 keys, as the launcher makes them for a system. */
export const testKeys = () => ({ router: pair(), service: pair(), otherService: pair() });

/** @example callerWith('CUSTOMER', { customerId: 'cus_000001' }) */
export const callerWith = (role: Role, more: Partial<Caller> = {}): Caller => ({
  ...anonymous,
  kind: role === 'SYSTEM' ? 'service' : 'user',
  id: role === 'SYSTEM' ? 'ticket-workflow' : `usr_${role.toLowerCase()}`,
  roles: [role],
  sessionId: 'ses_test',
  ...more,
});
