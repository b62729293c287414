import { isRefusal, type Refusal } from '../domain/decision.ts';
import { checkPolicy, type SaveDispatchPolicy } from '../domain/dispatch/checkPolicy.ts';
import type { Actor } from '../domain/ticket.ts';
import { insertPolicy } from '../storage/loadPolicy.ts';
import type { PolicyRow } from '../storage/loadPolicy.ts';
import type { Parts } from './parts.ts';

/** A new version; those before stay, since they explain what was decided by them. */
export const saveDispatchPolicy = ({ storage, clock }: Parts) => async (actor: Actor, command: SaveDispatchPolicy): Promise<{ policy: PolicyRow } | Refusal> => {
  const refusal = checkPolicy(command, clock());
  if (refusal) return refusal;
  const saved = await storage.transact(({ sql }) => insertPolicy(sql, command, actor.id));
  return isRefusal(saved) ? saved : { policy: saved };
};
