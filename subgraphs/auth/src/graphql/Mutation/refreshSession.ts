import type { RefreshResult } from '../../commands/refreshSession.ts';
import type { Context } from '../context.ts';

type Arguments = { input: { refreshToken: string } };

export const refreshSession = async (_: unknown, { input }: Arguments, { application, caller }: Context): Promise<RefreshResult> =>
  application.refreshSession({ ...input, clientAddress: caller.clientAddress });
