import { userError, type UserError } from '@sysops-squad/chassis/userError';

export const invalidLink: UserError =
  userError('INVALID_LINK', 'This link has been used, or is too old, or another account has this address: ask for a new one.', 'token');
