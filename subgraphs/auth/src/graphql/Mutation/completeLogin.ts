import type { CompleteLogin } from '../../commands/completeLogin.ts';
import type { Context } from '../context.ts';

type Arguments = { input: CompleteLogin };

export async function completeLogin(_: unknown, { input }: Arguments, { application, caller }: Context) {
  return application.completeLogin(input, caller);
}
