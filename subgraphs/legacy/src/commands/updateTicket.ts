import { userError } from '@sysops-squad/chassis/userError';
import { changeableStatuses, type Priority } from '../domain/ticket.ts';
import { mistakesInDescription, mistakesInWindows, type WindowInput } from '../domain/ticketInput.ts';
import { changeTicket, type TicketChanges } from '../monolith/tickets.ts';
import { notFound, refused, unlessRefused, unsupported } from './refused.ts';
import type { Request, WritingParts } from './request.ts';
import { visibleTicket } from './visibleTicket.ts';

type Input = { ticketId: string; description?: string | null; priority?: Priority | null; windows?: WindowInput[] | null; productId?: string | null; expectedVersion?: number | null };

/** The monolith changes the row and tells nobody; it keeps no history of changes that are no transitions. */
export const updateTicket = ({ rest, clock }: WritingParts) => async (request: Request, input: Input) => {
  const { ticketId, description, priority, windows, productId } = input;
  if (input.expectedVersion != null) return unsupported('The old system counts no versions: save without one.', 'expectedVersion');
  const mistakes = [...(description == null ? [] : mistakesInDescription(description)), ...mistakesInWindows(windows ?? [], clock())];
  if (mistakes.length > 0) return refused(...mistakes);
  const ticket = await visibleTicket(request, ticketId);
  if (!ticket) return notFound('ticket', 'ticketId');
  if (!changeableStatuses.includes(ticket.status)) return refused(userError('WRONG_STATUS', `A ticket that is ${ticket.status} can no longer be changed.`));
  const product = productId == null ? null : await request.load.product.load(productId);
  if (productId != null && !product) return notFound('product', 'productId');
  const changes: TicketChanges = {
    ...(description != null && { description }),
    ...(priority != null && { priority }),
    ...(product && { product }),
    ...(windows != null && { window: windows[0] ?? null }),
  };
  if (Object.keys(changes).length === 0) return { ticket, userErrors: [] };
  return unlessRefused(async () => ({ ticket: await changeTicket(rest, ticketId, changes) }));
};
