import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { violationIn, type Violation } from '../storage/violations.ts';

const refusals: Record<Violation, UserError> = {
  account_email: userError('EMAIL_TAKEN', 'There is an account with this e-mail address already.', 'email'),
  account_unproven_are_few: userError('TOO_MANY_ATTEMPTS', 'Too many attempts: try again later.'),
  session_of_an_active_account: userError('INVALID_CREDENTIALS', 'This account cannot be used any more.'),
  account_customer: userError('ALREADY_LINKED', 'This customer has an account already.', 'customerId'),
  account_expert: userError('ALREADY_LINKED', 'This expert has an account already.', 'expertId'),
  account_pkey: userError('ABANDONED', 'This account was taken back: choose another accountId.', 'accountId'),
  account_keeps_an_admin: userError('LAST_ADMIN', 'This is the last active ADMIN: make somebody else ADMIN first.'),
  account_id_check: userError('INVALID_INPUT', 'An account id begins with usr_.', 'accountId'),
  account_customer_id_check: userError('INVALID_INPUT', 'A customer id begins with cus_.', 'customerId'),
  account_expert_id_check: userError('INVALID_INPUT', 'An expert id begins with exp_.', 'expertId'),
};

/** What a refusal of the database means to the caller. @throws the error itself when it is none of ours */
export function refusalOf(error: unknown): UserError {
  const violation = violationIn(error);
  if (!violation) throw error;
  return refusals[violation];
}
