import type { RefusalReason } from '../../domain/ticket.ts';
import { expertIdOf } from '../access.ts';
import type { Context } from '../context.ts';
import { offerPayload } from '../payload.ts';

type Input = { offerId: string; reason: RefusalReason; note?: string | null };

export async function refuseOffer(_: unknown, { input: { offerId, reason, note = null } }: { input: Input }, context: Context) {
  const expertId = expertIdOf(context.caller);
  return offerPayload(context, offerId, await context.application.commands.refuseOffer(expertId, { offerId, reason, note }));
}
