import type { Context } from '../context.ts';

type Arguments = { input: { password: string } };

export async function beginTotp(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return application.beginTotp(input, caller);
}
