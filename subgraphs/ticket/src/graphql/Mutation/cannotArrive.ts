import { expertIdOf } from '../access.ts';
import type { Context } from '../context.ts';
import { visitPayload } from '../payload.ts';

type Input = { visitId: string; reason: string };

export async function cannotArrive(_: unknown, { input }: { input: Input }, context: Context) {
  const expertId = expertIdOf(context.caller);
  return visitPayload(context, input.visitId, await context.application.commands.cannotArrive(expertId, input));
}
