import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Caller } from '@sysops-squad/chassis/caller';
import { notFound } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import type { Context } from './context.ts';

/** @throws GraphQLError FORBIDDEN when the account belongs to no expert */
export function expertIdOf(caller: Caller): string {
  if (caller.expertId === null) throw forbidden('Your account belongs to no expert.');
  return caller.expertId;
}

/** Null when the caller may see the ticket; somebody else's is as good as none. */
export const hiddenTicket = async ({ loaders }: Context, ticketId: string): Promise<Refusal | null> =>
  (await loaders.ticket(ticketId)) ? null : notFound('ticket');
