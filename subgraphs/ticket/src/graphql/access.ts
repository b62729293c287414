import { requireRole } from '@sysops-squad/chassis/authorize';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Caller } from '@sysops-squad/chassis/caller';
import { notFound } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import type { Context } from './context.ts';

/** @throws GraphQLError UNAUTHENTICATED | FORBIDDEN unless the caller is an expert */
export function requireExpert(caller: Caller): string {
  requireRole(caller, 'EXPERT');
  if (caller.expertId === null) throw forbidden('Your account belongs to no expert.');
  return caller.expertId;
}

/** Null when the caller may see the ticket; somebody else's is as good as none. */
export const hiddenTicket = async ({ loaders }: Context, ticketId: string): Promise<Refusal | null> =>
  (await loaders.ticket(ticketId)) ? null : notFound('ticket');
