import { isRefusal } from '../../domain/decision.ts';
import type { Context } from '../context.ts';
import { ticketPayload } from '../payload.ts';

type Input = { ticketId: string; expertId: string; start: Date; reason: string };

export async function assignTicket(_: unknown, { input }: { input: Input }, context: Context) {
  const { caller, application } = context;
  const assigned = await application.commands.assignTicket({ kind: 'MANAGER', id: caller.id }, input);
  return { ...(await ticketPayload(context, assigned)), overriddenRules: isRefusal(assigned) ? [] : assigned.overriddenRules };
}
