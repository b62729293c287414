import type { AccountResult } from '../../commands/saveUser.ts';
import type { SaveUser } from '../../domain/saveUser.ts';
import type { Context } from '../context.ts';

export async function saveUser(_: unknown, { input }: { input: SaveUser }, { application, caller }: Context): Promise<AccountResult> {
  return application.saveUser(input, caller);
}
