import { isRefusal } from '../../domain/decision.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

export async function claimTickets(_: unknown, { input }: { input: { claimedId: string; customerId: string } }, { application }: Context) {
  const claimed = await application.commands.claimTickets(input);
  return isRefusal(claimed) ? { remaining: 0, userErrors: userErrorsOf(claimed) } : { ...claimed, userErrors: [] };
}
