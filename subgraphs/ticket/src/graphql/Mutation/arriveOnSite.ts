import { expertIdOf } from '../access.ts';
import type { Context } from '../context.ts';
import { visitPayload } from '../payload.ts';

export async function arriveOnSite(_: unknown, { input: { visitId } }: { input: { visitId: string } }, context: Context) {
  const expertId = expertIdOf(context.caller);
  return visitPayload(context, visitId, await context.application.commands.arriveOnSite(expertId, visitId));
}
