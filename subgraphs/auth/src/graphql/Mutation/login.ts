import type { LoginResult } from '../../commands/login.ts';
import type { Context } from '../context.ts';

type Arguments = { input: { email: string; password: string } };

export const login = async (_: unknown, { input }: Arguments, { application, caller }: Context): Promise<LoginResult> =>
  application.login({ ...input, clientAddress: caller.clientAddress });
