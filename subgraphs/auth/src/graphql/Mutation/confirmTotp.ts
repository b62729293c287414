import type { Context } from '../context.ts';

type Arguments = { input: { code: string } };

export async function confirmTotp(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return application.confirmTotp(input, caller);
}
