import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from './account.ts';
import { normalEmail } from './email.ts';
import { customerMinimum, weaknessOf } from './password.ts';

export type ProvisionAccount = { accountId: string; email: string; password: string; customerId: string };

export type ProvisionDecision = { refused: UserError[] } | { account: Omit<Account, 'passwordHash'> };

export function decideProvisionAccount(input: ProvisionAccount, now: Date): ProvisionDecision {
  const email = normalEmail(input.email);
  if (!email) return { refused: [userError('INVALID_EMAIL', 'This is not an e-mail address, e.g. name@example.org.', 'email')] };
  const weakness = weaknessOf(input.password, email, customerMinimum);
  if (weakness) return { refused: [userError('WEAK_PASSWORD', weakness, 'password')] };
  const { accountId: id, customerId } = input;
  return { account: { id, email, customerId, expertId: null, roles: ['CUSTOMER'], status: 'PROVISIONED', createdAt: now, emailVerifiedAt: null, version: 1 } };
}
