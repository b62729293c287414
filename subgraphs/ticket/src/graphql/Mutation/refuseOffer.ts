import type { RefusalReason } from '../../domain/ticket.ts';
import { requireExpert } from '../access.ts';
import type { Context } from '../context.ts';
import { offerPayload } from '../payload.ts';

type Input = { offerId: string; reason: RefusalReason; note?: string | null };

export async function refuseOffer(_: unknown, { input: { offerId, reason, note = null } }: { input: Input }, context: Context) {
  const expertId = requireExpert(context.caller);
  return offerPayload(context, offerId, await context.application.commands.refuseOffer(expertId, { offerId, reason, note }));
}
