import type { Priority, Window } from '../../domain/ticket.ts';
import { actorOf } from '../../queries/viewer.ts';
import { hiddenTicket } from '../access.ts';
import type { Context } from '../context.ts';
import { ticketPayload } from '../payload.ts';

type Input = { ticketId: string; description?: string | null; priority?: Priority | null; windows?: Window[] | null; productId?: string | null };

export async function updateTicket(_: unknown, { input }: { input: Input }, context: Context) {
  const { caller, application } = context;
  const { ticketId, description = null, priority = null, windows = null, productId = null } = input;
  const hidden = await hiddenTicket(context, ticketId);
  return ticketPayload(context, hidden ?? (await application.commands.updateTicket(actorOf(caller), ticketId, { description, priority, windows, productId })));
}
