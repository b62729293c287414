import { exactKey } from '@sysops-squad/chassis/exactKey';
import { oncePer } from '@sysops-squad/chassis/oncePer';
import { createRecent } from '@sysops-squad/chassis/recent';
import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import type { CallersChoices } from '../execution/compileSelection.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { planSubscription, type SubscribePayload, type SubscriptionPlan } from './planSubscription.ts';

const plansKept = 500;
const plansFor = oncePer((_supergraph: LoadedSupergraph) => createRecent<SubscriptionPlan>(plansKept));

/**
 * Plans each operation once per supergraph, what its variables may skip or include, rights, and overrides that hold for the caller:
 * hundreds of experts come back at the same moment with the same one.
 * What was used last is kept longest. A refused operation is not remembered.
 * @throws SubscriptionRefused
 */
export function planOnce(supergraph: LoadedSupergraph, payload: SubscribePayload, whose: CallersChoices): SubscriptionPlan {
  const words = new Set(payload.query.match(/\w+/g));
  const deciding = Object.entries(payload.variables ?? {}).filter(([name, value]) => (typeof value === 'boolean' || value === null) && words.has(name));
  const key = exactKey([payload.operationName, payload.query, Object.fromEntries(deciding), whose.rights.key, whose.overrides]);
  return plansFor(supergraph).getOrMake(key, () => inSpan('plan', { within: true }, () => planSubscription(supergraph, payload, whose)));
}
