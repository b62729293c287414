import type { AccountResult } from '../../commands/saveUser.ts';
import type { Context } from '../context.ts';

export async function activateAccount(_: unknown, { input }: { input: { accountId: string } }, { application, caller }: Context): Promise<AccountResult> {
  return application.activateAccount(input.accountId, caller);
}
