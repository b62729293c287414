import { scalars } from '@sysops-squad/chassis/scalars';
import { asPresentActor } from './asPresentActor.ts';
import { User } from './entities/User.ts';
import { abandonAccount } from './Mutation/abandonAccount.ts';
import { activateAccount } from './Mutation/activateAccount.ts';
import { beginOidcLogin } from './Mutation/beginOidcLogin.ts';
import { beginPasskey } from './Mutation/beginPasskey.ts';
import { beginPasskeyLogin } from './Mutation/beginPasskeyLogin.ts';
import { beginTotp } from './Mutation/beginTotp.ts';
import { changeEmail } from './Mutation/changeEmail.ts';
import { changePassword } from './Mutation/changePassword.ts';
import { clearSecondFactor } from './Mutation/clearSecondFactor.ts';
import { completeLogin } from './Mutation/completeLogin.ts';
import { completeOidcLogin } from './Mutation/completeOidcLogin.ts';
import { completePasskey } from './Mutation/completePasskey.ts';
import { confirmTotp } from './Mutation/confirmTotp.ts';
import { endOtherSessions } from './Mutation/endOtherSessions.ts';
import { endSession } from './Mutation/endSession.ts';
import { login } from './Mutation/login.ts';
import { logout } from './Mutation/logout.ts';
import { provisionAccount } from './Mutation/provisionAccount.ts';
import { refreshSession } from './Mutation/refreshSession.ts';
import { removePasskey } from './Mutation/removePasskey.ts';
import { removeTotp } from './Mutation/removeTotp.ts';
import { renewRecoveryCodes } from './Mutation/renewRecoveryCodes.ts';
import { requestPasswordReset } from './Mutation/requestPasswordReset.ts';
import { requestSignInCode } from './Mutation/requestSignInCode.ts';
import { resendMessage } from './Mutation/resendMessage.ts';
import { undeliveredMessages } from './Query/undeliveredMessages.ts';
import { resendVerification } from './Mutation/resendVerification.ts';
import { resetPassword } from './Mutation/resetPassword.ts';
import { verifyEmail } from './Mutation/verifyEmail.ts';
import { secondFactors } from './Query/secondFactors.ts';
import { sessions } from './Query/sessions.ts';
import { saveUser } from './Mutation/saveUser.ts';
import { auditLog } from './Query/auditLog.ts';
import { me } from './Query/me.ts';
import { revokedSessions } from './Query/revokedSessions.ts';
import { users } from './Query/users.ts';

export const resolvers = {
  DateTime: scalars.DateTime,
  Query: { ...asPresentActor({ me, sessions, secondFactors, users, auditLog, undeliveredMessages }), revokedSessions },
  Mutation: {
    // A password, a token or a link is enough for these; signing out twice is no error.
    login, refreshSession, logout, verifyEmail, requestPasswordReset, resetPassword, requestSignInCode, completeLogin, beginPasskeyLogin,
    beginOidcLogin, completeOidcLogin,
    ...asPresentActor({
      resendMessage, saveUser, provisionAccount, activateAccount, abandonAccount, resendVerification, changePassword, changeEmail, endSession, endOtherSessions,
      beginTotp, confirmTotp, removeTotp, beginPasskey, completePasskey, removePasskey,
      renewRecoveryCodes, clearSecondFactor,
    }),
  },
  User,
};
