import type { Context } from '../context.ts';

type Arguments = { input: { token: string; response: string; name?: string | null } };

export async function completePasskey(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return application.completePasskey(input, caller);
}
