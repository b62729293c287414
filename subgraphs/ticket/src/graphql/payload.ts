import { isRefusal } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import type { Context } from './context.ts';
import { userErrorsOf } from './userErrors.ts';

type Outcome = { ticket: { id: string } } | Refusal;

/** What a command leaves behind, read anew; or why it did nothing. */
export async function ticketPayload({ loaders }: Context, outcome: Outcome) {
  loaders.clear();
  if (isRefusal(outcome)) return { ticket: null, userErrors: userErrorsOf(outcome) };
  return { ticket: await loaders.ticket(outcome.ticket.id), userErrors: [] };
}

export async function visitPayload(context: Context, visitId: string, outcome: Outcome) {
  const payload = await ticketPayload(context, outcome);
  return { ...payload, visit: payload.ticket && (await context.loaders.visit.load(visitId)) };
}

export async function offerPayload(context: Context, offerId: string, outcome: Outcome) {
  const payload = await ticketPayload(context, outcome);
  return { ...payload, offer: payload.ticket && (await context.loaders.offer.load(offerId)) };
}
