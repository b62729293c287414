import { isRefusal } from '../../domain/decision.ts';
import type { Priority, Window } from '../../domain/ticket.ts';
import { actorOf } from '../../queries/viewer.ts';
import { hiddenTicket } from '../access.ts';
import type { Context } from '../context.ts';
import { ticketPayload } from '../payload.ts';

type Input = { ticketId: string; description?: string | null; priority?: Priority | null; windows?: Window[] | null; productId?: string | null; expectedVersion?: number | null };

export async function updateTicket(_: unknown, { input }: { input: Input }, context: Context) {
  const { caller, application } = context;
  const { ticketId, description = null, priority = null, windows = null, productId = null, expectedVersion = null } = input;
  const hidden = await hiddenTicket(context, ticketId);
  const wish = { description, priority, windows, productId, expectedVersion };
  const outcome = hidden ?? (await application.commands.updateTicket(actorOf(caller), ticketId, wish));
  const payload = await ticketPayload(context, outcome);
  return isRefusal(outcome) && outcome.refused === 'CONFLICT' ? { ...payload, ticket: await context.loaders.ticket(ticketId) } : payload;
}
