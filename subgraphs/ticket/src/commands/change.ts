import { isRefusal, notFound } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { changeTicket } from '../storage/changeTicket.ts';
import type { ChangeTicket, Changed } from '../storage/changeTicket.ts';
import type { Parts } from './parts.ts';

export type Change = Changed & { ticket: NonNullable<Changed['ticket']> };

/** changeTicket for a command that always has its ticket in the end, or a refusal. */
export async function change({ storage }: Parts, request: Omit<ChangeTicket, 'before'>): Promise<Change | Refusal> {
  const changed = await changeTicket(storage, request);
  if (isRefusal(changed)) return changed;
  return changed.ticket ? { ...changed, ticket: changed.ticket } : notFound('ticket');
}
