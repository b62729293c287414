import { createRecent, type Recent } from '@sysops-squad/chassis/recent';
import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import type { CallersChoices } from '../execution/compileSelection.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { planSubscription, type SubscribePayload, type SubscriptionPlan } from './planSubscription.ts';

const plansKept = 500;
const plans = new WeakMap<LoadedSupergraph, Recent<SubscriptionPlan>>();

/**
 * Plans each operation once per supergraph, what its variables may skip or include, rights, and overrides that hold for the caller:
 * hundreds of experts come back at the same moment with the same one.
 * What was used last is kept longest. A refused operation is not remembered.
 * @throws SubscriptionRefused
 */
export function planOnce(supergraph: LoadedSupergraph, payload: SubscribePayload, whose: CallersChoices): SubscriptionPlan {
  const known = plans.get(supergraph) ?? createRecent<SubscriptionPlan>(plansKept);
  plans.set(supergraph, known);
  const deciding = Object.entries(payload.variables ?? {}).filter(([, value]) => typeof value === 'boolean');
  const key = JSON.stringify([payload.operationName, payload.query, deciding, whose.rights.key, whose.overrides]);
  return known.getOrMake(key, () => inSpan('plan', { within: true }, () => planSubscription(supergraph, payload, whose)));
}
