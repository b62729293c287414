import type { AccountResult } from '../../commands/saveUser.ts';
import type { ProvisionAccount } from '../../domain/provisionAccount.ts';
import type { Context } from '../context.ts';

export async function provisionAccount(_: unknown, { input }: { input: ProvisionAccount }, { application, caller }: Context): Promise<AccountResult> {
  return application.provisionAccount(input, caller);
}
