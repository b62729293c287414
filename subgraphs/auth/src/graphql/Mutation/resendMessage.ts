import type { Context } from '../context.ts';

type Arguments = { input: { id: string } };

export async function resendMessage(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return { userErrors: await application.resendMessage(input.id, caller) };
}
