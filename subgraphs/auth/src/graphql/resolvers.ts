import { scalars } from '@sysops-squad/chassis/scalars';
import { asPresentActor } from './asPresentActor.ts';
import { User } from './entities/User.ts';
import { abandonAccount } from './Mutation/abandonAccount.ts';
import { activateAccount } from './Mutation/activateAccount.ts';
import { login } from './Mutation/login.ts';
import { logout } from './Mutation/logout.ts';
import { provisionAccount } from './Mutation/provisionAccount.ts';
import { refreshSession } from './Mutation/refreshSession.ts';
import { saveUser } from './Mutation/saveUser.ts';
import { auditLog } from './Query/auditLog.ts';
import { me } from './Query/me.ts';
import { revokedSessions } from './Query/revokedSessions.ts';
import { users } from './Query/users.ts';

export const resolvers = {
  DateTime: scalars.DateTime,
  Query: { ...asPresentActor({ me, users, auditLog }), revokedSessions },
  // These three are good for whoever has a password or a token; signing out twice is no error.
  Mutation: { login, refreshSession, logout, ...asPresentActor({ saveUser, provisionAccount, activateAccount, abandonAccount }) },
  User,
};
