import type { Context } from '../context.ts';

export async function beginPasskeyLogin(_: unknown, __: unknown, { application }: Context) {
  return { challenge: await application.beginPasskeyLogin(), userErrors: [] };
}
