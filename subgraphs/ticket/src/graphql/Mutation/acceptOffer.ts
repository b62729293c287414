import { expertIdOf } from '../access.ts';
import type { Context } from '../context.ts';
import { offerPayload } from '../payload.ts';

export async function acceptOffer(_: unknown, { input: { offerId } }: { input: { offerId: string } }, context: Context) {
  const expertId = expertIdOf(context.caller);
  return offerPayload(context, offerId, await context.application.commands.acceptOffer(expertId, offerId));
}
