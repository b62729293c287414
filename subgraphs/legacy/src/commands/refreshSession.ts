import { userError } from '@sysops-squad/chassis/userError';
import { refused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

/** Reads the account anew: one that was deactivated gets no further access token. */
export const refreshSession = ({ tokens }: WritingParts) => async ({ load }: Request, { refreshToken }: { refreshToken: string }) => {
  const token = await tokens.readRefreshToken(refreshToken);
  const user = token && (await load.user.load(token.accountId));
  if (!user?.active) return refused(userError('INVALID_REFRESH_TOKEN', 'This refresh token is not valid any more; sign in again.', 'refreshToken'));
  const expertId = await load.expertIdOfUser.load(user.id);
  const session = await tokens.open({ id: user.id, role: user.roles[0]!, customerId: user.customerId, expertId }, token!.sessionId);
  return { session, userErrors: [] };
};
