import { hasRole } from '@sysops-squad/chassis/authorize';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { addressIdOf } from '../domain/ids.ts';
import { mistakesInDescription, mistakesInWindows, type WindowInput } from '../domain/ticketInput.ts';
import type { Priority } from '../domain/ticket.ts';
import { contractThatCovers } from '../monolith/contracts.ts';
import * as monolith from '../monolith/tickets.ts';
import { notFound, refused, unlessRefused } from './refused.ts';
import { requireOwnCustomer } from './ownCustomer.ts';
import type { Request, WritingParts } from './request.ts';

type Input = {
  productId: string; description: string; priority?: Priority | null; addressId: string; windows?: WindowInput[] | null; onBehalfOf?: string | null; idempotencyKey: string;
};

/** The monolith knows no idempotency key: a call that is repeated after a lost answer makes a second ticket. */
export const createTicket = ({ rest, clock }: WritingParts) => async ({ caller, load }: Request, input: Input) => {
  const { productId, description, onBehalfOf } = input;
  const operative = hasRole(caller, 'OPERATIVE');
  if (operative && !onBehalfOf) return refused(userError('INVALID_INPUT', 'Name the customer.', 'onBehalfOf'));
  if (!operative && onBehalfOf) return refused(userError('INVALID_INPUT', 'Only an operative creates tickets for somebody else.', 'onBehalfOf'));
  const customerId = operative ? onBehalfOf! : requireOwnCustomer(caller);
  const mistakes = [...mistakesInDescription(description), ...mistakesInWindows(input.windows ?? [], clock()), ...mistakeInAddress(input.addressId, customerId)];
  if (mistakes.length > 0) return refused(...mistakes);
  if (!(await load.customer.load(customerId))) return notFound('customer', 'onBehalfOf');
  if (!(await load.product.load(productId))) return refused(userError('INVALID_INPUT', 'There is no such product.', 'productId'));
  const contractId = await contractThatCovers(rest, customerId, productId, clock());
  const ticket = { customerId, productId, description, priority: input.priority ?? 'P3', window: input.windows?.[0] ?? null, contractId, actorUserId: caller.id! };
  return unlessRefused(async () => ({ ticket: await monolith.createTicket(rest, ticket) }));
};

const mistakeInAddress = (addressId: string, customerId: string): UserError[] =>
  addressId === addressIdOf(customerId) ? [] : [userError('INVALID_INPUT', 'This is no address of the customer.', 'addressId')];
