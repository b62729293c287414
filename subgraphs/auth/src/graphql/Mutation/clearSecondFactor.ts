import type { Context } from '../context.ts';

export async function clearSecondFactor(_: unknown, { input }: { input: { userId: string } }, { application, caller }: Context) {
  return { userErrors: await application.clearSecondFactor(input, caller) };
}
