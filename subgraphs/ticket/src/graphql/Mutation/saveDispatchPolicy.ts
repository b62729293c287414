import { isRefusal } from '../../domain/decision.ts';
import type { SaveDispatchPolicy } from '../../domain/dispatch/checkPolicy.ts';
import { shownPolicy } from '../../queries/dispatchPolicies.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

export async function saveDispatchPolicy(_: unknown, { input }: { input: SaveDispatchPolicy }, { caller, application }: Context) {
  const saved = await application.commands.saveDispatchPolicy({ kind: 'ADMIN', id: caller.id }, input);
  return isRefusal(saved) ? { policy: null, userErrors: userErrorsOf(saved) } : { policy: shownPolicy(saved.policy), userErrors: [] };
}
