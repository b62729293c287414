import { isRefusal } from '../../domain/decision.ts';
import type { SaveDispatchPolicy } from '../../domain/dispatch/checkPolicy.ts';
import { shownPolicy } from '../../queries/dispatchPolicies.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

export async function saveDispatchPolicy(_: unknown, { input }: { input: SaveDispatchPolicy }, { caller, application }: Context) {
  const saved = await application.commands.saveDispatchPolicy({ kind: 'ADMIN', id: caller.id }, input);
  if (!isRefusal(saved)) return { policy: shownPolicy(saved.policy), userErrors: [] };
  const newest = saved.refused === 'CONFLICT' ? await application.queries.dispatchPolicies({ limit: 1, after: null }) : null;
  return { policy: newest?.edges[0]?.node ?? null, userErrors: userErrorsOf(saved) };
}
