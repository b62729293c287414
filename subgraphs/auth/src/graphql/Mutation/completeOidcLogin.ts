import type { LoginResult } from '../../commands/login.ts';
import type { Context } from '../context.ts';

type Arguments = { input: { token: string; callbackUrl: string; deviceName?: string | null } };

export const completeOidcLogin = async (_: unknown, { input }: Arguments, { application, caller }: Context): Promise<LoginResult> =>
  application.completeOidcLogin(input, caller.clientAddress);
