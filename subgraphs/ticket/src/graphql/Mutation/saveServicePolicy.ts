import type { SaveServicePolicy } from '../../domain/checkServicePolicy.ts';
import { isRefusal } from '../../domain/decision.ts';
import { shownServicePolicy } from '../../queries/servicePolicies.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

export async function saveServicePolicy(_: unknown, { input }: { input: SaveServicePolicy }, { caller, application }: Context) {
  const saved = await application.commands.saveServicePolicy({ kind: 'ADMIN', id: caller.id }, input);
  if (!isRefusal(saved)) return { policy: shownServicePolicy(saved.policy), userErrors: [] };
  const newest = saved.refused === 'CONFLICT' ? await application.queries.servicePolicies({ limit: 1, after: null }) : null;
  return { policy: newest?.edges[0]?.node ?? null, userErrors: userErrorsOf(saved) };
}
