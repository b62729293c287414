import type { EntitlementAnswer } from '../../queries/readEntitlement.ts';
import type { Context } from '../context.ts';
import { seesContractsOf } from '../visibility.ts';

type Args = { customerId: string; productId: string; at?: Date | null };

export async function entitlement(_: unknown, { customerId, productId, at }: Args, { application, caller }: Context): Promise<EntitlementAnswer | null> {
  if (!seesContractsOf(caller, customerId)) return null;
  return application.entitlement({ customerId, productId, at: at ?? application.clock() });
}
