import type { ImportTicketRow } from '../../domain/importTicket.ts';
import { isRefusal } from '../../domain/decision.ts';
import { actorOf } from '../../queries/viewer.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

export async function importTickets(_: unknown, { input }: { input: { source: string; rows: ImportTicketRow[] } }, { caller, application, loaders }: Context) {
  const imported = await application.commands.importTickets(actorOf(caller), input);
  if (isRefusal(imported)) return { results: [], userErrors: userErrorsOf(imported) };
  const results = imported.results.map(({ ticketId, ...result }) => ({ ...result, ticket: () => (ticketId === null ? null : loaders.ticket(ticketId)) }));
  return { results, userErrors: [] };
}
