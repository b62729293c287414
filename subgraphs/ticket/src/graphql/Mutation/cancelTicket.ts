import { actorOf } from '../../queries/viewer.ts';
import { hiddenTicket } from '../access.ts';
import type { Context } from '../context.ts';
import { ticketPayload } from '../payload.ts';

export async function cancelTicket(_: unknown, { input }: { input: { ticketId: string; reason: string } }, context: Context) {
  const { caller, application } = context;
  const hidden = await hiddenTicket(context, input.ticketId);
  return ticketPayload(context, hidden ?? (await application.commands.cancelTicket(actorOf(caller), input.ticketId, input.reason)));
}
