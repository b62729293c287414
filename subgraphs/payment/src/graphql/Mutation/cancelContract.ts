import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Context } from '../context.ts';
import { isRefusal, userErrorsOf } from '../userErrors.ts';
import { customerIdOf } from '../visibility.ts';

type Args = { input: { contractId: string; reason: string } };

export async function cancelContract(_: unknown, { input }: Args, { application, caller }: Context) {
  const ownerId = hasRole(caller, 'ADMIN') ? null : customerIdOf(caller);
  const result = await application.cancelContract({ contractId: input.contractId, reason: input.reason, ownerId });
  return isRefusal(result) ? { contract: null, userErrors: userErrorsOf(result) } : { contract: result, userErrors: [] };
}
