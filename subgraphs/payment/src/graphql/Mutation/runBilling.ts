import type { Context } from '../context.ts';
import { isRefusal, userErrorsOf } from '../userErrors.ts';

type Args = { input: { period: string } };

export async function runBilling(_: unknown, { input }: Args, { application }: Context) {
  const result = await application.runBilling(new Date(`${input.period}T00:00:00Z`));
  return isRefusal(result) ? { run: null, userErrors: userErrorsOf(result) } : { run: result, userErrors: [] };
}
