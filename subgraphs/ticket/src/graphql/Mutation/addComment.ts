import { hasRole } from '@sysops-squad/chassis/authorize';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import { isRefusal } from '../../domain/decision.ts';
import { actorOf } from '../../queries/viewer.ts';
import { hiddenTicket } from '../access.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

type Input = { ticketId: string; body: string; visibility?: 'PUBLIC' | 'INTERNAL' | null };

export async function addComment(_: unknown, { input }: { input: Input }, context: Context) {
  const { caller, application } = context;
  const visibility = input.visibility ?? 'PUBLIC';
  if (visibility === 'INTERNAL' && !hasRole(caller, 'EXPERT', 'OPERATIVE', 'MANAGER')) throw forbidden('Only staff may write INTERNAL comments.');
  const hidden = await hiddenTicket(context, input.ticketId);
  const added = hidden ?? (await application.commands.addComment(actorOf(caller), input.ticketId, { body: input.body, visibility }));
  return isRefusal(added) ? { comment: null, userErrors: userErrorsOf(added) } : { comment: added.comment, userErrors: [] };
}
