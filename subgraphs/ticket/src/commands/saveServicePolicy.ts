import { checkServicePolicy, type SaveServicePolicy } from '../domain/checkServicePolicy.ts';
import { isRefusal, type Refusal } from '../domain/decision.ts';
import type { Actor } from '../domain/ticket.ts';
import { insertServicePolicy } from '../storage/loadServicePolicy.ts';
import type { ServicePolicyRow } from '../storage/loadServicePolicy.ts';
import type { Parts } from './parts.ts';

/** A new version; tickets that are there already keep the one by which they are measured. */
export const saveServicePolicy = ({ storage, clock }: Parts) => async (actor: Actor, command: SaveServicePolicy): Promise<{ policy: ServicePolicyRow } | Refusal> => {
  const refusal = checkServicePolicy(command, clock());
  if (refusal) return refusal;
  const saved = await storage.transact(({ sql }) => insertServicePolicy(sql, command, actor.id));
  return isRefusal(saved) ? saved : { policy: saved };
};
