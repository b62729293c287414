import { hasRole } from '@sysops-squad/chassis/authorize';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Caller } from '@sysops-squad/chassis/caller';
import { invalid, isRefusal } from '../../domain/decision.ts';
import type { Refusal } from '../../domain/decision.ts';
import type { Actor, Priority, Window } from '../../domain/ticket.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

type Input = {
  productId: string;
  description: string;
  priority?: Priority | null;
  addressId: string;
  windows?: Window[] | null;
  onBehalfOf?: string | null;
  idempotencyKey: string;
};

export async function createTicket(_: unknown, { input }: { input: Input }, { caller, loaders, application }: Context) {
  const on = onWhoseBehalf(caller, input.onBehalfOf ?? null);
  if (isRefusal(on)) return { ticket: null, userErrors: userErrorsOf(on) };
  const { onBehalfOf: _behalf, priority, windows, ...rest } = input;
  const command = { ...rest, customerId: on.customerId, priority: priority ?? 'P3', windows: windows ?? [], unproven: on.actor.kind === 'CUSTOMER' ? caller.unproven : undefined };
  const created = await application.commands.createTicket(on.actor, command);
  if (isRefusal(created)) return { ticket: null, userErrors: userErrorsOf(created) };
  loaders.clear();
  return { ticket: await loaders.ticket(created.ticketId), userErrors: [] };
}

/** @throws GraphQLError FORBIDDEN when somebody acts for a customer without being an operative */
function onWhoseBehalf(caller: Caller, onBehalfOf: string | null): { actor: Actor; customerId: string } | Refusal {
  if (hasRole(caller, 'OPERATIVE')) {
    if (onBehalfOf === null) return invalid('Name the customer whose ticket this is.', 'onBehalfOf');
    return { actor: { kind: 'OPERATIVE', id: caller.id }, customerId: onBehalfOf };
  }
  if (caller.customerId === null) throw forbidden('Your account belongs to no customer.');
  if (onBehalfOf !== null && onBehalfOf !== caller.customerId) throw forbidden('Only operatives may raise tickets for others.');
  return { actor: { kind: 'CUSTOMER', id: caller.customerId }, customerId: caller.customerId };
}
