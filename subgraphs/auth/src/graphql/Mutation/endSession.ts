import type { Context } from '../context.ts';

type Arguments = { input: { sessionId: string } };

export async function endSession(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.endOwnSession(input.sessionId, caller) };
}
