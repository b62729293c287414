import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import { userError } from '@sysops-squad/chassis/userError';
import { refusalAsUserError } from '../monolith/monolithRefused.ts';
import { signIn } from '../monolith/users.ts';
import { refused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

const wrong = userError('INVALID_CREDENTIALS', 'E-mail address or password is wrong.');

/** The monolith compares the password, and takes the same time for an unknown e-mail address. */
export const login = ({ rest, tokens, attempts }: WritingParts) => async ({ caller }: Request, input: { email: string; password: string }) => {
  const email = normalEmail(input.email) ?? input.email.trim().toLowerCase();
  if (email.length > 320 || input.password.length > 200) return refused(wrong);
  const wait = await attempts.count(email, caller.clientAddress);
  if (wait !== null) return refused(userError('TOO_MANY_ATTEMPTS', `Too many attempts; try again in ${wait} seconds.`));
  try {
    const account = await signIn(rest, email, input.password);
    await attempts.forget(email);
    const session = await tokens.open({ id: account.id, role: account.role, customerId: account.customer_id, expertId: account.expert_profile_id });
    return { session, user: { id: account.id, justSignedIn: true }, userErrors: [] };
  } catch (error) {
    return refused(refusalAsUserError(error).code === 'INVALID_CREDENTIALS' ? wrong : refusalAsUserError(error));
  }
};
