import type { AccountResult } from '../../commands/saveUser.ts';
import type { Context } from '../context.ts';

export async function abandonAccount(_: unknown, { input }: { input: { accountId: string } }, { application, caller }: Context): Promise<AccountResult> {
  return application.abandonAccount(input.accountId, caller);
}
