import type { LoginInput, LoginResult } from '../../commands/login.ts';
import type { Context } from '../context.ts';

type Arguments = { input: LoginInput };

export const login = async (_: unknown, { input }: Arguments, { application, caller }: Context): Promise<LoginResult> =>
  application.login({ ...input, clientAddress: caller.clientAddress });
