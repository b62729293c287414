import type { Context } from '../context.ts';

type Arguments = { input: { password: string } };

export async function beginPasskey(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return application.beginPasskey(input, caller);
}
